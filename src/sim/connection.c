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
visit_descriptor(const struct visit *visit)
{
	return MHD_get_connection_info(visit->connection, MHD_CONNECTION_INFO_CONNECTION_FD)
	    ->connect_fd;
}

void
visit_hold(struct visit *visit, int64_t due_ms)
{
	struct visits *visits = visit->visits;

	visit->due_ms = due_ms;
	visit->held = true;
	visit->next = visits->held;
	visit->link = &visits->held;
	if (visits->held != NULL)
		visits->held->link = &visit->next;
	visits->held = visit;
	MHD_suspend_connection(visit->connection);
}

void
visit_unlink(struct visit *visit)
{
	if (!visit->held)
		return;
	*visit->link = visit->next;
	if (visit->next != NULL)
		visit->next->link = visit->link;
	visit->held = false;
}

void
visit_release(struct visit *visit)
{
	visit_unlink(visit);
	MHD_resume_connection(visit->connection);
}

/*
 * Resets the connection now. The library would say goodbye in order first, so
 * that its socket is exchanged for another one under its hands.
 */
static void
reset_connection(const struct visit *visit)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };
	int descriptor = visit_descriptor(visit);

	setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	dup2(visit->visits->spare, descriptor);
}

static ssize_t
read_slowly(void *context, uint64_t position, char *out, size_t size)
{
	struct visit *visit = context;

	if (visit->gone || size == 0)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (monotime_ms() < visit->due_ms) {
		visit_hold(visit, visit->due_ms);
		return 0;
	}
	visit->due_ms = monotime_ms() + SLOW_MS;
	out[0] = visit->answer.body[position];
	return 1;
}

static ssize_t
read_half(void *context, uint64_t position, char *out, size_t size)
{
	struct visit *visit = context;
	size_t half = visit->answer.length / 2, left;

	if (position >= half)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	left = half - (size_t)position;
	if (size > left)
		size = left;
	memcpy(out, visit->answer.body + position, size);
	return (ssize_t)size;
}

static struct MHD_Response *
make_response(struct visit *visit)
{
	const struct exchange_answer *answer = &visit->answer;

	if (answer->delivery == FAULT_DELIVER_SLOWLY)
		return MHD_create_response_from_callback(answer->length, BLOCK, read_slowly, visit,
		    NULL);
	if (answer->delivery == FAULT_DELIVER_HALF)
		return MHD_create_response_from_callback(answer->length, BLOCK, read_half, visit,
		    NULL);
	return MHD_create_response_from_buffer(answer->length, answer->body,
	    MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result
send_answer(struct visit *visit)
{
	const struct exchange_answer *answer = &visit->answer;
	struct MHD_Response *response = make_response(visit);
	time_t now = (time_t)(exchange_utc_ms(visit->exchange) / 1000);
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
	result = MHD_queue_response(visit->connection, (unsigned)answer->status, response);
	MHD_destroy_response(response);
	return result;
}

bool
visit_deliver(struct visit *visit)
{
	switch (visit->answer.delivery) {
	case FAULT_DELIVER_NEVER:
		visit_hold(visit, VISIT_NEVER);
		return true;
	case FAULT_DELIVER_CLOSED:
		return false;
	case FAULT_DELIVER_RESET:
		reset_connection(visit);
		return false;
	case FAULT_DELIVER_WHOLE:
	case FAULT_DELIVER_SLOWLY:
	case FAULT_DELIVER_HALF:
		break;
	}
	visit->due_ms = 0;
	return send_answer(visit) == MHD_YES;
}

/* Whether the client of a held visit, whose connection has input, has left. */
bool
visit_has_left(struct visit *visit)
{
	char byte;
	ssize_t got = recv(visit_descriptor(visit), &byte, 1, MSG_PEEK | MSG_DONTWAIT);

	/* Under TLS nothing but the farewell is to be expected. */
	if (got > 0 && !visit->visits->tls) {
		visit->deaf = true;
		return false;
	}
	return got >= 0 || (errno != EAGAIN && errno != EINTR);
}
