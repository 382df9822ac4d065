/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/server.h"

#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/xmalloc.h"
#include "sim/socket.h"
#include "sim/connection.h"

#define MOST_CONNECTIONS 800U /* select(2) serves descriptors below 1024 */
#define IDLE_S 600U           /* a connection without requests is closed after this */
#define MOST_PEM (1024 * 1024)

struct server {
	struct MHD_Daemon *daemon;
	struct exchange *exchange;
	const struct request_log *request_log;
	int64_t latency_ms;
	struct connections clients;
	uint64_t connections;
	char base[SERVER_BASE_SIZE];
	char complaint[256]; /* what the library said last */
};

static const char *
header(const struct connection *client, const char *name)
{
	return MHD_lookup_connection_value(client->connection, MHD_HEADER_KIND, name);
}

static void
serve(struct server *server, struct connection *client, const char *method)
{
	const struct sockaddr *peer = MHD_get_connection_info(client->connection,
	    MHD_CONNECTION_INFO_CLIENT_ADDRESS)
					  ->client_addr;
	const uint64_t *serial = MHD_get_connection_info(client->connection,
	    MHD_CONNECTION_INFO_SOCKET_CONTEXT)
				     ->socket_context;
	struct exchange_request request = {
		.method = method,
		.target = client->target,
		.key = header(client, "OK-ACCESS-KEY"),
		.sign = header(client, "OK-ACCESS-SIGN"),
		.timestamp = header(client, "OK-ACCESS-TIMESTAMP"),
		.passphrase = header(client, "OK-ACCESS-PASSPHRASE"),
		.simulated = header(client, "x-simulated-trading"),
		.has_body = client->has_body,
	};
	char address[RATE_LIMIT_SUBJECT_SIZE] = "?";

	if (peer != NULL)
		getnameinfo(peer,
		    peer->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) :
						  sizeof(struct sockaddr_in),
		    address, sizeof address, NULL, 0, NI_NUMERICHOST);
	request.address = address;
	exchange_serve(server->exchange, &request, &client->answer);
	request_log_add(server->request_log, serial == NULL ? 0 : *serial, &request,
	    &client->answer);
	client->served = true;
}

/*
 * The library calls this when the headers are there, for each piece of a body, and when
 * all is there.
 */
static enum MHD_Result
handle(void *context, struct MHD_Connection *connection, const char *path, const char *method,
    const char *version, const char *upload, size_t *upload_size, void **state)
{
	struct server *server = context;
	struct connection *client = *state;

	(void)connection;
	(void)path;
	(void)version;
	(void)upload;
	if (client == NULL || client->gone)
		return MHD_NO;
	if (!client->begun) {
		client->begun = true;
		return MHD_YES;
	}
	if (*upload_size > 0) {
		client->has_body = true;
		*upload_size = 0;
		return MHD_YES;
	}
	if (server->latency_ms > 0 && !client->waited) {
		client->waited = true;
		connection_hold(client, monotime_ms() + server->latency_ms);
		return MHD_YES;
	}
	if (!client->served)
		serve(server, client, method);

	return connection_deliver(client) ? MHD_YES : MHD_NO;
}

/* The one place where the library shows the target as it was sent. */
static void *
begin(void *context, const char *target, struct MHD_Connection *connection)
{
	struct server *server = context;
	struct connection *client = xcalloc(1, sizeof *client);

	client->exchange = server->exchange;
	client->clients = &server->clients;
	client->connection = connection;
	client->target = xstrdup(target);
	return client;
}

static void
end(void *context, struct MHD_Connection *connection, void **state,
    enum MHD_RequestTerminationCode why)
{
	struct connection *client = *state;

	(void)context;
	(void)connection;
	(void)why;
	if (client == NULL)
		return;
	connection_unlink(client);
	exchange_answer_clear(&client->answer);
	free(client->target);
	free(client);
	*state = NULL;
}

static void
count_connection(void *context, struct MHD_Connection *connection, void **socket_context,
    enum MHD_ConnectionNotificationCode what)
{
	struct server *server = context;
	uint64_t *serial;

	(void)connection;
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		serial = xmalloc(sizeof *serial);
		*serial = ++server->connections;
		*socket_context = serial;
	} else {
		free(*socket_context);
		*socket_context = NULL;
	}
}

static void __attribute__((format(printf, 2, 0)))
complain(void *context, const char *format, va_list arguments)
{
	struct server *server = context;

	vsnprintf(server->complaint, sizeof server->complaint, format, arguments);
	server->complaint[strcspn(server->complaint, "\n")] = '\0';
}

/* A PEM file as text, or NULL with the cause. */
static char *
read_pem(const char *file, struct cause *cause)
{
	FILE *stream = fopen(file, "re");
	char *text = NULL;
	size_t length;

	if (stream == NULL) {
		cause_set(cause, "cannot open %s: %s", file, strerror(errno));
		return NULL;
	}
	text = xmalloc(MOST_PEM + 1);
	length = fread(text, 1, MOST_PEM, stream);
	text[length] = '\0';
	if (ferror(stream) != 0 || strstr(text, "-----BEGIN ") == NULL) {
		cause_set(cause, "%s is no PEM file", file);
		free(text);
		text = NULL;
	}
	fclose(stream);
	return text;
}

/* What the library wants to know for TLS. Zeroed memory is none. */
struct tls {
	char *cert, *key;
	struct MHD_OptionItem options[4]; /* MHD_OPTION_END is 0 */
};

/* Reads the files of SETTINGS, if there are any, into TLS, which is zeroed. */
static bool
tls_read(struct tls *tls, const struct server_settings *settings, struct cause *cause)
{
	static char priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

	if (settings->tls_cert == NULL)
		return true;
	if (MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES)
		return cause_set(cause, "this libmicrohttpd was built without TLS");
	tls->cert = read_pem(settings->tls_cert, cause);
	tls->key = tls->cert == NULL ? NULL : read_pem(settings->tls_key, cause);
	tls->options[0] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_CERT, 0, tls->cert };
	tls->options[1] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_KEY, 0, tls->key };
	tls->options[2] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_PRIORITIES, 0, priorities };
	return tls->key != NULL;
}

static void
tls_clear(struct tls *tls)
{
	free(tls->cert);
	if (tls->key != NULL)
		explicit_bzero(tls->key, strlen(tls->key));
	free(tls->key);
}

struct server *
server_start(const struct server_settings *settings, struct exchange *exchange,
    const struct request_log *request_log, struct cause *cause)
{
	struct server *server = xcalloc(1, sizeof *server);
	struct tls tls = { 0 };
	unsigned flags = MHD_USE_ERROR_LOG | MHD_ALLOW_SUSPEND_RESUME |
	    MHD_USE_SUPPRESS_DATE_NO_CLOCK;
	int listener = -1;

	server->exchange = exchange;
	server->request_log = request_log;
	server->latency_ms = settings->latency_ms;
	server->clients.tls = settings->tls_cert != NULL;
	server->clients.spare = socket(AF_INET, SOCK_STREAM, 0);
	if (server->clients.spare == -1) {
		cause_set(cause, "cannot make a socket: %s", strerror(errno));
		goto out;
	}
	if (!tls_read(&tls, settings, cause))
		goto out;
	if (server->clients.tls)
		flags |= MHD_USE_TLS;
	listener = socket_open(settings->address, settings->port, cause);
	if (listener == -1)
		goto out;
	socket_base(server->base, sizeof server->base, server->clients.tls ? "https" : "http",
	    listener);

	server->daemon = MHD_start_daemon(flags, 0, NULL, NULL, handle, server,
	    MHD_OPTION_EXTERNAL_LOGGER, complain, server, MHD_OPTION_LISTEN_SOCKET, listener,
	    MHD_OPTION_CONNECTION_LIMIT, MOST_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, IDLE_S,
	    MHD_OPTION_URI_LOG_CALLBACK, begin, server, MHD_OPTION_NOTIFY_COMPLETED, end, server,
	    MHD_OPTION_NOTIFY_CONNECTION, count_connection, server, MHD_OPTION_ARRAY, tls.options,
	    MHD_OPTION_END);
	if (server->daemon == NULL) {
		close(listener);
		if (server->clients.tls)
			cause_set(cause, "cannot serve TLS with %s and %s: %s", settings->tls_cert,
			    settings->tls_key, server->complaint);
		else
			cause_set(cause, "cannot serve: %s", server->complaint);
	}
out:
	tls_clear(&tls);
	if (server->daemon == NULL) {
		server_stop(server);
		return NULL;
	}
	return server;
}

const char *
server_base(const struct server *server)
{
	return server->base;
}

/* Adds what is held to the descriptors to watch; returns when the first of them is due. */
static int64_t
watch_held(const struct server *server, fd_set *in, int *most)
{
	int64_t due_ms = CONNECTION_NEVER;

	for (const struct connection *client = server->clients.held; client != NULL;
	     client = client->next) {
		int descriptor = connection_descriptor(client);

		if (client->due_ms < due_ms)
			due_ms = client->due_ms;
		if (client->deaf || descriptor >= FD_SETSIZE)
			continue;
		FD_SET(descriptor, in);
		if (descriptor > *most)
			*most = descriptor;
	}
	return due_ms;
}

static void
release_held(struct server *server, fd_set *in)
{
	int64_t now_ms = monotime_ms();

	for (struct connection *client = server->clients.held, *next; client != NULL;
	     client = next) {
		int descriptor = connection_descriptor(client);

		next = client->next;
		if (!client->deaf && descriptor < FD_SETSIZE && FD_ISSET(descriptor, in)) {
			FD_CLR(descriptor, in);
			client->gone = connection_has_left(client);
		}
		if (client->gone || client->due_ms <= now_ms)
			connection_release(client);
	}
}

/* How long select(2) may wait; false: for ever. */
static bool
waiting_time(const struct server *server, int64_t due_ms, struct timeval *wait)
{
	MHD_UNSIGNED_LONG_LONG most;
	int64_t ms = CONNECTION_NEVER;

	if (MHD_get_timeout(server->daemon, &most) == MHD_YES &&
	    most < (MHD_UNSIGNED_LONG_LONG)CONNECTION_NEVER)
		ms = (int64_t)most;
	if (due_ms != CONNECTION_NEVER) {
		due_ms -= monotime_ms();
		if (due_ms < 0)
			due_ms = 0;
		if (due_ms < ms)
			ms = due_ms;
	}
	if (ms == CONNECTION_NEVER)
		return false;
	wait->tv_sec = (time_t)(ms / 1000);
	wait->tv_usec = (suseconds_t)(ms % 1000 * 1000);
	return true;
}

bool
server_turn(struct server *server, struct pollfd *fds, size_t count, struct cause *cause)
{
	fd_set in, out, odd;
	struct timeval wait;
	int64_t due_ms;
	int most = -1;

	FD_ZERO(&in);
	FD_ZERO(&out);
	FD_ZERO(&odd);
	if (MHD_get_fdset(server->daemon, &in, &out, &odd, &most) != MHD_YES)
		return cause_set(cause, "cannot watch the connections: %s", server->complaint);
	due_ms = watch_held(server, &in, &most);
	for (size_t i = 0; i < count; i++) {
		FD_SET(fds[i].fd, &in);
		if (fds[i].fd > most)
			most = fds[i].fd;
	}

	if (select(most + 1, &in, &out, &odd, waiting_time(server, due_ms, &wait) ? &wait : NULL) ==
	    -1) {
		if (errno != EINTR)
			return cause_set(cause, "cannot wait for requests: %s", strerror(errno));
		FD_ZERO(&in);
		FD_ZERO(&out);
		FD_ZERO(&odd);
	}
	for (size_t i = 0; i < count; i++)
		fds[i].revents = FD_ISSET(fds[i].fd, &in) ? POLLIN : 0;
	release_held(server, &in);
	if (MHD_run_from_select(server->daemon, &in, &out, &odd) != MHD_YES)
		return cause_set(cause, "cannot serve: %s", server->complaint);
	return true;
}

void
server_stop(struct server *server)
{
	if (server == NULL)
		return;
	while (server->clients.held != NULL) {
		server->clients.held->gone = true;
		connection_release(server->clients.held);
	}
	if (server->daemon != NULL)
		MHD_stop_daemon(server->daemon);
	if (server->clients.spare != -1)
		close(server->clients.spare);
	free(server);
}

const char *
server_version(void)
{
	return MHD_get_version();
}
