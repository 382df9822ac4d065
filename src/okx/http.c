/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/http.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <curl/curl.h>

#include "base/xmalloc.h"
#include "okx/route.h"
#include "okx/conn_info.h"
#include "okx/transfer.h"
#include "okx/net_error.h"
#include "okx/wipe.h"

#define OLDEST_CURL 0x075500 /* 7.85.0: CURLOPT_PROTOCOLS_STR */

struct slot {
	struct okx_transfer transfer;
	bool running;  /* with libcurl */
	bool finished; /* done, and not yet taken: ANSWER is set */
	struct okx_http_answer answer;
};

struct okx_http {
	struct okx_route route;
	CURLM *multi;     /* NULL before the first request of a route */
	bool initialised; /* libcurl, by us */
	struct slot *slots;
	unsigned count;
	unsigned running, finished; /* how many slots are */
	struct curl_waitfd *extra;  /* of okx_http_wait() */
	unsigned extra_count;
};

struct okx_http *
okx_http_new(unsigned slots)
{
	struct okx_http *http = xcalloc(1, sizeof *http);

	http->slots = xcalloc(slots, sizeof *http->slots);
	http->count = slots;
	return http;
}

/* Takes the request of SLOT out of libcurl's hands. */
static void
detach(struct okx_http *http, struct slot *slot)
{
	curl_multi_remove_handle(http->multi, slot->transfer.easy);
	slot->running = false;
	http->running--;
}

static void
finish(struct okx_http *http, struct slot *slot, CURLcode code)
{
	okx_transfer_end(&slot->transfer, &http->route, (int)code, &slot->answer);
	slot->answer.slot = (unsigned)(slot - http->slots);
	detach(http, slot);
	okx_transfer_drop_headers(&slot->transfer);
	slot->finished = true;
	http->finished++;
}

void
okx_http_cancel(struct okx_http *http, unsigned index)
{
	struct slot *slot = &http->slots[index];

	if (slot->running)
		detach(http, slot);
	okx_transfer_drop_headers(&slot->transfer);
	if (slot->finished) {
		slot->finished = false;
		http->finished--;
	}
}

/* Lets go of handles and connections; finished answers stay. */
static void
tear_down(struct okx_http *http)
{
	unsigned i;

	for (i = 0; i < http->count; i++) {
		if (http->slots[i].running)
			detach(http, &http->slots[i]);
		okx_transfer_close(&http->slots[i].transfer);
	}
	if (http->multi != NULL)
		curl_multi_cleanup(http->multi);
	http->multi = NULL;
}

void
okx_http_free(struct okx_http *http)
{
	unsigned i;

	if (http == NULL)
		return;
	tear_down(http);
	for (i = 0; i < http->count; i++)
		okx_transfer_clear(&http->slots[i].transfer);
	if (http->initialised)
		curl_global_cleanup();
	okx_route_clear(&http->route);
	free(http->slots);
	free(http->extra);
	free(http);
}

static bool
secure(const struct okx_host *host)
{
	return strncmp(host->base_url, "https:", 6) == 0;
}

bool
okx_http_check_library(const struct okx_host *host, struct cause *cause)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
	const char *const *protocol;

	if (info->version_num < OLDEST_CURL)
		return cause_set(cause,
		    "libcurl %s is too old: colltop was built with %s "
		    "and needs 7.85 or later.",
		    info->version, LIBCURL_VERSION);
	if (!secure(host))
		return true;
	for (protocol = info->protocols; *protocol != NULL; protocol++)
		if (strcmp(*protocol, "https") == 0)
			break;
	if ((info->features & CURL_VERSION_SSL) == 0 || *protocol == NULL)
		return cause_set(cause, "This libcurl (%s) was built without TLS; install another.",
		    info->version);
	return true;
}

bool
okx_http_check_certificates(const struct okx_host *host, const char *ca_file, struct cause *cause)
{
	const char *file = curl_version_info(CURLVERSION_NOW)->cainfo;

	if (!secure(host) || ca_file != NULL || file == NULL || access(file, R_OK) == 0)
		return true;
	return cause_set(cause,
	    "Cannot read the system's CA certificates %s: %s; "
	    "install the package ca-certificates.",
	    file, strerror(errno));
}

bool
okx_http_aim(struct okx_http *http, const struct okx_http_route *wanted, struct cause *cause)
{
	struct okx_route route;
	unsigned i;

	for (i = 0; i < http->count; i++)
		okx_http_cancel(http, i);
	if (!okx_route_init(&route, wanted, cause))
		return false;
	if (!okx_http_check_library(&route.host, cause) ||
	    !okx_http_check_certificates(&route.host, route.ca_file, cause)) {
		okx_route_clear(&route);
		return false;
	}
	if (okx_route_same(&route, &http->route)) {
		okx_route_clear(&route);
		return true;
	}
	tear_down(http);
	okx_route_clear(&http->route);
	http->route = route;
	return true;
}

void
okx_http_forget(struct okx_http *http)
{
	if (http->running == 0)
		tear_down(http);
}

/* Makes what is shared by the requests of a route, where it is not there yet. */
static bool
set_up(struct okx_http *http, struct cause *cause)
{
	CURLcode code;

	if (!http->initialised) {
		code = curl_global_init_mem(CURL_GLOBAL_DEFAULT, okx_wipe_malloc, okx_wipe_free,
		    okx_wipe_realloc, okx_wipe_strdup, okx_wipe_calloc);
		if (code != CURLE_OK)
			return cause_set(cause, "libcurl cannot start: %s.",
			    curl_easy_strerror(code));
		http->initialised = true;
	}
	if (http->multi != NULL)
		return true;
	http->multi = curl_multi_init();
	if (http->multi == NULL)
		return cause_set(cause, "libcurl cannot start: out of memory.");
	if (curl_multi_setopt(http->multi, CURLMOPT_MAXCONNECTS, (long)http->count) == CURLM_OK &&
	    curl_multi_setopt(http->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING) == CURLM_OK)
		return true;
	tear_down(http);
	return cause_set(cause, "%s refuses an option that colltop needs.", curl_version());
}

/* Lets libcurl do what it can do now, and takes in what has finished. */
static void
perform(struct okx_http *http)
{
	struct slot *slot;
	CURLMsg *message;
	CURLMcode problem;
	int left;
	unsigned i;

	problem = curl_multi_perform(http->multi, &left);
	while ((message = curl_multi_info_read(http->multi, &left)) != NULL) {
		if (message->msg != CURLMSG_DONE)
			continue;
		for (i = 0; i < http->count; i++) {
			slot = &http->slots[i];
			if (slot->running && slot->transfer.easy == message->easy_handle) {
				finish(http, slot, message->data.result);
				break;
			}
		}
	}
	if (problem == CURLM_OK)
		return;
	for (i = 0; i < http->count; i++)
		if (http->slots[i].running)
			finish(http, &http->slots[i], CURLE_FAILED_INIT);
}

bool
okx_http_get(struct okx_http *http, unsigned index, const char *target,
    const struct okx_http_header *headers, size_t count, struct cause *cause)
{
	struct slot *slot = &http->slots[index];
	struct okx_transfer *transfer = &slot->transfer;
	CURLMcode problem;

	okx_http_cancel(http, index);
	if (!set_up(http, cause) || !okx_transfer_open(transfer, &http->route, cause) ||
	    !okx_transfer_begin(transfer, &http->route, target, headers, count, cause))
		return false;
	problem = curl_multi_add_handle(http->multi, transfer->easy);
	if (problem != CURLM_OK) {
		okx_transfer_drop_headers(transfer);
		return cause_set(cause, "libcurl cannot ask %s: %s.", http->route.host.host,
		    curl_multi_strerror(problem));
	}
	slot->running = true;
	http->running++;
	/* Now, instead of after the next wait, which would be one turn of the loop more. */
	perform(http);
	return true;
}

bool
okx_http_next(struct okx_http *http, struct okx_http_answer *answer)
{
	struct slot *slot;

	if (http->finished == 0)
		return false;
	for (slot = http->slots; !slot->finished; slot++)
		;
	slot->finished = false;
	http->finished--;
	*answer = slot->answer;
	return true;
}

/*
 * poll(2). Where it fails for want of memory nobody knows what is ready: all of it
 * is looked at then, after a moment, as what does not block is the only kind there is.
 */
static void
poll_only(struct pollfd *fds, unsigned count, int timeout_ms)
{
	const struct timespec moment = { .tv_nsec = 10 * 1000 * 1000 };
	bool blind;
	unsigned i;

	if (poll(fds, count, timeout_ms) >= 0)
		return;
	blind = errno != EINTR;
	for (i = 0; i < count; i++)
		fds[i].revents = blind ? fds[i].events : 0;
	if (blind)
		nanosleep(&moment, NULL);
}

void
okx_http_wait(struct okx_http *http, struct pollfd *fds, unsigned count, int64_t timeout_ms)
{
	int timeout = timeout_ms > INT_MAX ? INT_MAX : timeout_ms < 0 ? -1 : (int)timeout_ms;
	int ready = 0;
	unsigned i;

	if (http->finished > 0)
		timeout = 0;
	if (http->running == 0) {
		poll_only(fds, count, timeout);
		return;
	}

	if (count > http->extra_count) {
		http->extra = xreallocarray(http->extra, count, sizeof *http->extra);
		http->extra_count = count;
	}
	for (i = 0; i < count; i++) {
		http->extra[i] = (struct curl_waitfd){
			.fd = fds[i].fd,
			.events = (short)(((fds[i].events & POLLIN) != 0 ? CURL_WAIT_POLLIN : 0) |
			    ((fds[i].events & POLLPRI) != 0 ? CURL_WAIT_POLLPRI : 0) |
			    ((fds[i].events & POLLOUT) != 0 ? CURL_WAIT_POLLOUT : 0)),
		};
		fds[i].revents = 0;
	}
	/* libcurl shortens the time itself to what its own time-outs ask for. */
	if (curl_multi_poll(http->multi, http->extra, count, timeout < 0 ? INT_MAX : timeout,
		&ready) != CURLM_OK)
		ready = 1;
	/* It knows no hang-up and no error of a descriptor. */
	if (ready > 0)
		poll_only(fds, count, 0);
	perform(http);
}

void
okx_conn_info(const struct okx_http *http, unsigned index, struct okx_conn_info *out)
{
	okx_conn_info_read(out, http->slots[index].transfer.easy);
}

const char *
okx_http_via(const struct okx_http *http)
{
	return http->route.via;
}

void
okx_http_failure(struct okx_failure *failure, const struct okx_http_answer *answer,
    const struct okx_http *http)
{
	const struct okx_place place = okx_route_place(&http->route);

	okx_net_error_failure(failure, answer, &place);
}

const char *
okx_http_version(void)
{
	return curl_version();
}
