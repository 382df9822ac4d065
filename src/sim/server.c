/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/monotime.h"
#include "base/xmalloc.h"

#define MOST_CONNECTIONS 800U /* select(2) serves descriptors below 1024 */
#define IDLE_S 600U           /* a connection without requests is closed after this */
#define MOST_PEM (1024 * 1024)
#define BACKLOG 64
#define SLOW_MS 1000
#define BLOCK 4096 /* bytes that the library asks for at a time */

/* A time that does not come, in milliseconds. */
#define CONNECTION_NEVER INT64_MAX

/* One request, from its first line to the last byte of its answer. */
struct connection {
	const struct exchange *exchange;
	struct connections *clients; /* that it is among */
	struct MHD_Connection *connection;
	char *target;
	bool begun, has_body, waited, served;
	bool gone; /* the client has left: end it */
	struct exchange_answer answer;
	bool held;      /* suspended, and in the list of those */
	bool deaf;      /* the client sent more: its input says nothing about leaving */
	int64_t due_ms; /* when a held one goes on, and when a slow one sends its next byte */
	struct connection *next, **link;
};

/* What all requests of a server share. */
struct connections {
	struct connection *held; /* the suspended ones */
	int spare;               /* an unconnected socket */
	bool tls;
};

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

static int
connection_descriptor(const struct connection *client)
{
	return MHD_get_connection_info(client->connection, MHD_CONNECTION_INFO_CONNECTION_FD)
	    ->connect_fd;
}

static void
connection_hold(struct connection *client, int64_t due_ms)
{
	struct connections *clients = client->clients;

	client->due_ms = due_ms;
	client->held = true;
	client->next = clients->held;
	client->link = &clients->held;
	if (clients->held != NULL)
		clients->held->link = &client->next;
	clients->held = client;
	MHD_suspend_connection(client->connection);
}

static void
connection_unlink(struct connection *client)
{
	if (!client->held)
		return;
	*client->link = client->next;
	if (client->next != NULL)
		client->next->link = client->link;
	client->held = false;
}

static void
connection_release(struct connection *client)
{
	connection_unlink(client);
	MHD_resume_connection(client->connection);
}

/*
 * Resets the connection now. The library would shut it down in order first, so
 * its socket is replaced by another one.
 */
static void
reset_connection(const struct connection *client)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };
	int descriptor = connection_descriptor(client);

	setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	dup2(client->clients->spare, descriptor);
}

static ssize_t
read_slowly(void *context, uint64_t position, char *out, size_t size)
{
	struct connection *client = context;

	if (client->gone || size == 0)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (monotime_ms() < client->due_ms) {
		connection_hold(client, client->due_ms);
		return 0;
	}
	client->due_ms = monotime_ms() + SLOW_MS;
	out[0] = client->answer.body[position];
	return 1;
}

static ssize_t
read_half(void *context, uint64_t position, char *out, size_t size)
{
	struct connection *client = context;
	size_t half = client->answer.length / 2, left;

	if (position >= half)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	left = half - (size_t)position;
	if (size > left)
		size = left;
	memcpy(out, client->answer.body + position, size);
	return (ssize_t)size;
}

static struct MHD_Response *
make_response(struct connection *client)
{
	const struct exchange_answer *answer = &client->answer;

	if (answer->delivery == FAULT_DELIVER_SLOWLY)
		return MHD_create_response_from_callback(answer->length, BLOCK, read_slowly, client,
		    NULL);
	if (answer->delivery == FAULT_DELIVER_HALF)
		return MHD_create_response_from_callback(answer->length, BLOCK, read_half, client,
		    NULL);
	return MHD_create_response_from_buffer(answer->length, answer->body,
	    MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result
send_answer(struct connection *client)
{
	const struct exchange_answer *answer = &client->answer;
	struct MHD_Response *response = make_response(client);
	time_t now = (time_t)(exchange_utc_ms(client->exchange) / 1000);
	enum MHD_Result result;
	struct tm utc;
	char date[64];

	if (response == NULL)
		return MHD_NO;
	if (gmtime_r(&now, &utc) != NULL &&
	    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &utc) > 0)
		MHD_add_response_header(response, MHD_HTTP_HEADER_DATE, date);
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->content_type);
	if (answer->location != NULL)
		MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, answer->location);
	if (answer->status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, MHD_HTTP_METHOD_GET);
	result = MHD_queue_response(client->connection, (unsigned)answer->status, response);
	MHD_destroy_response(response);
	return result;
}

static bool
connection_deliver(struct connection *client)
{
	switch (client->answer.delivery) {
	case FAULT_DELIVER_NEVER:
		connection_hold(client, CONNECTION_NEVER);
		return true;
	case FAULT_DELIVER_CLOSED:
		return false;
	case FAULT_DELIVER_RESET:
		reset_connection(client);
		return false;
	case FAULT_DELIVER_WHOLE:
	case FAULT_DELIVER_SLOWLY:
	case FAULT_DELIVER_HALF:
		break;
	}
	client->due_ms = 0;
	return send_answer(client) == MHD_YES;
}

/* Whether the client of a held request, whose connection has input, has left. */
static bool
connection_has_left(struct connection *client)
{
	char byte;
	ssize_t got = recv(connection_descriptor(client), &byte, 1, MSG_PEEK | MSG_DONTWAIT);

	/* Under TLS only the closing alert is expected. */
	if (got > 0 && !client->clients->tls) {
		client->deaf = true;
		return false;
	}
	return got >= 0 || (errno != EAGAIN && errno != EINTR);
}

static bool
loopback(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return ntohl(
			   ((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr) >>
		    24 ==
		    127;
	return address->sa_family == AF_INET6 &&
	    IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
}

static int
socket_open(const char *address, int port, struct cause *cause)
{
	struct addrinfo hints = { .ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE };
	struct addrinfo *found = NULL;
	char service[8];
	int descriptor = -1, yes = 1, flags;

	snprintf(service, sizeof service, "%d", port);
	if (getaddrinfo(address, service, &hints, &found) != 0 || !loopback(found->ai_addr)) {
		cause_set(cause, "%s is not a loopback address: give 127.0.0.1 or ::1", address);
		goto out;
	}
	descriptor = socket(found->ai_family, SOCK_STREAM, 0);
	if (descriptor == -1 || (flags = fcntl(descriptor, F_GETFL)) == -1 ||
	    fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == -1 ||
	    fcntl(descriptor, F_SETFD, FD_CLOEXEC) == -1 ||
	    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1 ||
	    bind(descriptor, found->ai_addr, found->ai_addrlen) == -1 ||
	    listen(descriptor, BACKLOG) == -1) {
		cause_set(cause, "cannot listen on %s port %d: %s", address, port, strerror(errno));
		if (descriptor != -1)
			close(descriptor);
		descriptor = -1;
	}
out:
	if (found != NULL)
		freeaddrinfo(found);
	return descriptor;
}

static void
socket_base(char *out, size_t size, const char *scheme, int socket)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof address;
	char host[64] = "?", service[8] = "?";
	bool six;

	if (getsockname(socket, (struct sockaddr *)&address, &length) == 0)
		getnameinfo((struct sockaddr *)&address, length, host, sizeof host, service,
		    sizeof service, NI_NUMERICHOST | NI_NUMERICSERV);
	six = strchr(host, ':') != NULL;
	snprintf(out, size, "%s://%s%s%s:%s", scheme, six ? "[" : "", host, six ? "]" : "",
	    service);
}

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
handle_request(void *context, struct MHD_Connection *connection, const char *path,
    const char *method, const char *version, const char *upload, size_t *upload_size, void **state)
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
begin_request(void *context, const char *target, struct MHD_Connection *connection)
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
end_request(void *context, struct MHD_Connection *connection, void **state,
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
keep_complaint(void *context, const char *format, va_list arguments)
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
		cause_set(cause, "%s is not a PEM file", file);
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

	server->daemon = MHD_start_daemon(flags, 0, NULL, NULL, handle_request, server,
	    MHD_OPTION_EXTERNAL_LOGGER, keep_complaint, server, MHD_OPTION_LISTEN_SOCKET, listener,
	    MHD_OPTION_CONNECTION_LIMIT, MOST_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, IDLE_S,
	    MHD_OPTION_URI_LOG_CALLBACK, begin_request, server, MHD_OPTION_NOTIFY_COMPLETED,
	    end_request, server, MHD_OPTION_NOTIFY_CONNECTION, count_connection, server,
	    MHD_OPTION_ARRAY, tls.options, MHD_OPTION_END);
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
