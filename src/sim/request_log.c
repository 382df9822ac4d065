/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/request_log.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/monotime.h"
#include "base/text.h"
#include "base/xmalloc.h"
#include "sim/handlers.h"

bool
request_log_open(struct request_log *request_log, const char *file, struct cause *cause)
{
	request_log->descriptor = -1;
	request_log->start_ms = monotime_ms();
	if (file == NULL)
		return true;
	request_log->descriptor = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (request_log->descriptor == -1)
		return cause_set(cause, "cannot write to the log %s: %s", file, strerror(errno));
	return true;
}

static void
add_foreign(cJSON *line, const char *name, const char *text)
{
	size_t size = strlen(text) + 1;
	char *clean = xmalloc(size);

	text_sanitise(clean, size, text, size - 1);
	cJSON_AddStringToObject(line, name, clean);
	free(clean);
}

static void
add_integer(cJSON *line, const char *name, int64_t value)
{
	char text[24];

	snprintf(text, sizeof text, "%" PRId64, value);
	cJSON_AddRawToObject(line, name, text);
}

void
request_log_add(const struct request_log *request_log, uint64_t connection,
    const struct exchange_request *request, const struct exchange_answer *answer)
{
	cJSON *line;
	char *text, *whole;
	ssize_t written;

	if (request_log->descriptor == -1)
		return;
	line = cJSON_CreateObject();
	add_integer(line, "ms", monotime_ms() - request_log->start_ms);
	add_integer(line, "connection", (int64_t)connection);
	add_foreign(line, "method", request->method);
	add_foreign(line, "target", request->target);
	cJSON_AddStringToObject(line, "endpoint",
	    answer->endpoint == NULL ? "" : answer->endpoint->name);
	cJSON_AddStringToObject(line, "environment", environment_name(answer->environment));
	add_integer(line, "status", answer->status);
	cJSON_AddStringToObject(line, "code", answer->code);
	cJSON_AddStringToObject(line, "fault", answer->fault);
	text = cJSON_PrintUnformatted(line);
	cJSON_Delete(line);
	if (text == NULL)
		return;

	/* One write a line: readers never see half of one. */
	whole = xasprintf("%s\n", text);
	do
		written = write(request_log->descriptor, whole, strlen(whole));
	while (written == -1 && errno == EINTR);
	free(whole);
	free(text);
}

void
request_log_close(struct request_log *request_log)
{
	if (request_log->descriptor != -1)
		close(request_log->descriptor);
	request_log->descriptor = -1;
}
