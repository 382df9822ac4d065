/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/connection.h"

#include <errno.h>
#include <microhttpd.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/monotime.h"

#define SLOW_MS 1000
#define BLOCK 4096 /* bytes that the library asks for at a time */

int
connection_descriptor(const struct connection *client)
{
	return MHD_get_connection_info(client->connection, MHD_CONNECTION_INFO_CONNECTION_FD)
	    ->connect_fd;
}

void
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

void
connection_unlink(struct connection *client)
{
	if (!client->held)
		return;
	*client->link = client->next;
	if (client->next != NULL)
		client->next->link = client->link;
	client->held = false;
}

void
connection_release(struct connection *client)
{
	connection_unlink(client);
	MHD_resume_connection(client->connection);
}

/*
 * Resets the connection now. The library would say goodbye in order first, so
 * that its socket is exchanged for another one under its hands.
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

bool
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

/* Whether the client of a held visit, whose connection has input, has left. */
bool
connection_has_left(struct connection *client)
{
	char byte;
	ssize_t got = recv(connection_descriptor(client), &byte, 1, MSG_PEEK | MSG_DONTWAIT);

	/* Under TLS nothing but the farewell is to be expected. */
	if (got > 0 && !client->clients->tls) {
		client->deaf = true;
		return false;
	}
	return got >= 0 || (errno != EAGAIN && errno != EINTR);
}
