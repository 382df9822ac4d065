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
	const struct journal *journal;
	int64_t latency_ms;
	struct visits visits;
	uint64_t connections;
	char base[SERVER_BASE_SIZE];
	char complaint[256]; /* what the library said last */
};

static const char *
header(const struct visit *visit, const char *name)
{
	return MHD_lookup_connection_value(visit->connection, MHD_HEADER_KIND, name);
}

static void
serve(struct server *server, struct visit *visit, const char *method)
{
	const struct sockaddr *peer = MHD_get_connection_info(visit->connection,
	    MHD_CONNECTION_INFO_CLIENT_ADDRESS)
					  ->client_addr;
	const uint64_t *serial = MHD_get_connection_info(visit->connection,
	    MHD_CONNECTION_INFO_SOCKET_CONTEXT)
				     ->socket_context;
	struct exchange_request request = {
		.method = method,
		.target = visit->target,
		.key = header(visit, "OK-ACCESS-KEY"),
		.sign = header(visit, "OK-ACCESS-SIGN"),
		.timestamp = header(visit, "OK-ACCESS-TIMESTAMP"),
		.passphrase = header(visit, "OK-ACCESS-PASSPHRASE"),
		.simulated = header(visit, "x-simulated-trading"),
		.has_body = visit->has_body,
	};
	char address[LIMIT_SUBJECT_SIZE] = "?";

	if (peer != NULL)
		getnameinfo(peer,
		    peer->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) :
						  sizeof(struct sockaddr_in),
		    address, sizeof address, NULL, 0, NI_NUMERICHOST);
	request.address = address;
	exchange_serve(server->exchange, &request, &visit->answer);
	journal_add(server->journal, serial == NULL ? 0 : *serial, &request, &visit->answer);
	visit->served = true;
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
	struct visit *visit = *state;

	(void)connection;
	(void)path;
	(void)version;
	(void)upload;
	if (visit == NULL || visit->gone)
		return MHD_NO;
	if (!visit->begun) {
		visit->begun = true;
		return MHD_YES;
	}
	if (*upload_size > 0) {
		visit->has_body = true;
		*upload_size = 0;
		return MHD_YES;
	}
	if (server->latency_ms > 0 && !visit->waited) {
		visit->waited = true;
		visit_hold(visit, monotime_ms() + server->latency_ms);
		return MHD_YES;
	}
	if (!visit->served)
		serve(server, visit, method);

	return visit_deliver(visit) ? MHD_YES : MHD_NO;
}

/* The one place where the library shows the target as it was sent. */
static void *
begin(void *context, const char *target, struct MHD_Connection *connection)
{
	struct server *server = context;
	struct visit *visit = xcalloc(1, sizeof *visit);

	visit->exchange = server->exchange;
	visit->visits = &server->visits;
	visit->connection = connection;
	visit->target = xstrdup(target);
	return visit;
}

static void
end(void *context, struct MHD_Connection *connection, void **state,
    enum MHD_RequestTerminationCode why)
{
	struct visit *visit = *state;

	(void)context;
	(void)connection;
	(void)why;
	if (visit == NULL)
		return;
	visit_unlink(visit);
	exchange_answer_clear(&visit->answer);
	free(visit->target);
	free(visit);
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

struct server *
server_start(const struct server_settings *settings, struct exchange *exchange,
    const struct journal *journal, struct cause *cause)
{
	struct server *server = xcalloc(1, sizeof *server);
	struct MHD_OptionItem tls[] = { { MHD_OPTION_END, 0, NULL }, { MHD_OPTION_END, 0, NULL },
		{ MHD_OPTION_END, 0, NULL }, { MHD_OPTION_END, 0, NULL } };
	static char priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
	unsigned flags = MHD_USE_ERROR_LOG | MHD_ALLOW_SUSPEND_RESUME |
	    MHD_USE_SUPPRESS_DATE_NO_CLOCK;
	char *cert = NULL, *key = NULL;
	int listener = -1;

	server->exchange = exchange;
	server->journal = journal;
	server->latency_ms = settings->latency_ms;
	server->visits.tls = settings->tls_cert != NULL;
	server->visits.spare = socket(AF_INET, SOCK_STREAM, 0);
	if (server->visits.spare == -1) {
		cause_set(cause, "cannot make a socket: %s", strerror(errno));
		goto out;
	}
	if (server->visits.tls) {
		if (MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES) {
			cause_set(cause, "this libmicrohttpd was built without TLS");
			goto out;
		}
		cert = read_pem(settings->tls_cert, cause);
		key = cert == NULL ? NULL : read_pem(settings->tls_key, cause);
		if (key == NULL)
			goto out;
		tls[0] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_CERT, 0, cert };
		tls[1] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_KEY, 0, key };
		tls[2] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_PRIORITIES, 0, priorities };
		flags |= MHD_USE_TLS;
	}
	listener = listen_open(settings->address, settings->port, cause);
	if (listener == -1)
		goto out;
	listen_base(server->base, sizeof server->base, server->visits.tls ? "https" : "http",
	    listener);

	server->daemon = MHD_start_daemon(flags, 0, NULL, NULL, handle, server,
	    MHD_OPTION_EXTERNAL_LOGGER, complain, server, MHD_OPTION_LISTEN_SOCKET, listener,
	    MHD_OPTION_CONNECTION_LIMIT, MOST_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, IDLE_S,
	    MHD_OPTION_URI_LOG_CALLBACK, begin, server, MHD_OPTION_NOTIFY_COMPLETED, end, server,
	    MHD_OPTION_NOTIFY_CONNECTION, count_connection, server, MHD_OPTION_ARRAY, tls,
	    MHD_OPTION_END);
	if (server->daemon == NULL) {
		close(listener);
		if (server->visits.tls)
			cause_set(cause, "cannot serve TLS with %s and %s: %s", settings->tls_cert,
			    settings->tls_key, server->complaint);
		else
			cause_set(cause, "cannot serve: %s", server->complaint);
	}
out:
	free(cert);
	if (key != NULL)
		explicit_bzero(key, strlen(key));
	free(key);
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
	int64_t due_ms = VISIT_NEVER;

	for (const struct visit *visit = server->visits.held; visit != NULL; visit = visit->next) {
		int descriptor = visit_descriptor(visit);

		if (visit->due_ms < due_ms)
			due_ms = visit->due_ms;
		if (visit->deaf || descriptor >= FD_SETSIZE)
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

	for (struct visit *visit = server->visits.held, *next; visit != NULL; visit = next) {
		int descriptor = visit_descriptor(visit);

		next = visit->next;
		if (!visit->deaf && descriptor < FD_SETSIZE && FD_ISSET(descriptor, in)) {
			FD_CLR(descriptor, in);
			visit->gone = visit_has_left(visit);
		}
		if (visit->gone || visit->due_ms <= now_ms)
			visit_release(visit);
	}
}

/* How long select(2) may wait; false: for ever. */
static bool
waiting_time(const struct server *server, int64_t due_ms, struct timeval *wait)
{
	MHD_UNSIGNED_LONG_LONG most;
	int64_t ms = VISIT_NEVER;

	if (MHD_get_timeout(server->daemon, &most) == MHD_YES &&
	    most < (MHD_UNSIGNED_LONG_LONG)VISIT_NEVER)
		ms = (int64_t)most;
	if (due_ms != VISIT_NEVER) {
		due_ms -= monotime_ms();
		if (due_ms < 0)
			due_ms = 0;
		if (due_ms < ms)
			ms = due_ms;
	}
	if (ms == VISIT_NEVER)
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
	while (server->visits.held != NULL) {
		server->visits.held->gone = true;
		visit_release(server->visits.held);
	}
	if (server->daemon != NULL)
		MHD_stop_daemon(server->daemon);
	if (server->visits.spare != -1)
		close(server->visits.spare);
	free(server);
}

const char *
server_version(void)
{
	return MHD_get_version();
}
