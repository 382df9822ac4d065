/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "unit/raw_server.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <bsd/string.h>

#include "base/xmalloc.h"

#define BLOCK ((size_t)65536)

struct raw_server {
	const struct raw_step *const *scripts;
	int listener;
	int stop[2];
	unsigned port;
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	unsigned connections, requests;
	char last[4096];
};

static void
need(bool good, const char *what)
{
	if (good)
		return;
	perror(what);
	abort();
}

/* Waits for EVENTS of DESCRIPTOR (-1: none) or MS. 1: they came, 0: time over, -1: stopping. */
static int
wait_for(int stop, int descriptor, short events, int ms)
{
	struct pollfd fds[2] = {
		{ .fd = stop, .events = POLLIN },
		{ .fd = descriptor, .events = events },
	};
	int ready;

	do
		ready = poll(fds, 2, ms);
	while (ready < 0 && errno == EINTR);
	if (fds[0].revents != 0)
		return -1;
	return ready > 0;
}

static bool
send_all(int stop, int peer, const char *text, size_t length)
{
	ssize_t sent;

	while (length > 0) {
		sent = send(peer, text, length, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent < 0 && errno == EAGAIN) {
			if (wait_for(stop, peer, POLLOUT, -1) < 0)
				return false;
			continue;
		}
		if (sent < 0)
			return false;
		text += sent;
		length -= (size_t)sent;
	}
	return true;
}

/* Many at one go: half a million small ones keep a busy machine for longer than anybody waits. */
static bool
send_times(int stop, int peer, const char *text, size_t length, size_t count)
{
	size_t at_once = length == 0 || length > BLOCK ? 1 : BLOCK / length, some;
	char *block;
	bool sent = true;

	if (at_once > count)
		at_once = count;
	block = xmalloc(at_once * length + 1);
	for (size_t i = 0; i < at_once; i++)
		memcpy(block + i * length, text, length);
	for (; sent && count > 0; count -= some) {
		some = count < at_once ? count : at_once;
		sent = send_all(stop, peer, block, some * length);
	}
	free(block);
	return sent;
}

bool
raw_read(int stop, int peer, char *out, size_t size)
{
	size_t length = 0;

	while (length < 4 || memcmp(out + length - 4, "\r\n\r\n", 4) != 0) {
		if (length + 1 == size || wait_for(stop, peer, POLLIN, -1) < 0 ||
		    recv(peer, out + length, 1, 0) <= 0)
			return false;
		length++;
	}
	out[length] = '\0';
	return true;
}

static bool
hang(int stop, int peer)
{
	char byte;

	return wait_for(stop, peer, POLLIN, -1) == 1 && recv(peer, &byte, 1, 0) > 0;
}

/* Does one step; false ends the connection. */
static bool
step(int stop, int peer, const struct raw_step *now)
{
	static const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
	size_t length = now->length != 0 || now->text == NULL ? now->length : strlen(now->text), at;

	switch (now->action) {
	case RAW_SEND:
		return send_times(stop, peer, now->text, length, now->count != 0 ? now->count : 1);
	case RAW_SLOWLY:
		for (at = 0; at < length; at++)
			if (wait_for(stop, -1, 0, (int)now->count) < 0 ||
			    !send_all(stop, peer, now->text + at, 1))
				return false;
		return true;
	case RAW_DELAY:
		return wait_for(stop, -1, 0, (int)now->count) == 0;
	case RAW_HANG:
		while (hang(stop, peer))
			;
		return false;
	case RAW_RESET:
		setsockopt(peer, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
		return false;
	case RAW_READ:
	case RAW_END:
	case RAW_AGAIN:
		break;
	}
	return false;
}

bool
raw_play(int stop, int peer, const struct raw_step *script)
{
	for (; script->action != RAW_END && script->action != RAW_AGAIN; script++)
		if (!step(stop, peer, script))
			return false;
	return true;
}

static bool
read_request(struct raw_server *server, int peer)
{
	char request[sizeof server->last];

	if (!raw_read(server->stop[0], peer, request, sizeof request))
		return false;
	pthread_mutex_lock(&server->lock);
	server->requests++;
	strlcpy(server->last, request, sizeof server->last);
	pthread_mutex_unlock(&server->lock);
	return true;
}

static void
serve(struct raw_server *server, int peer, const struct raw_step *script)
{
	const struct raw_step *now = script;

	for (;;) {
		if (now->action == RAW_AGAIN)
			now = script;
		else if (now->action == RAW_END ||
		    !(now->action == RAW_READ ? read_request(server, peer) :
						step(server->stop[0], peer, now)))
			break;
		else
			now++;
	}
}

static void *
run(void *arg)
{
	struct raw_server *server = arg;
	const struct raw_step *const *script = server->scripts;
	int peer;

	while (wait_for(server->stop[0], server->listener, POLLIN, -1) > 0) {
		peer = accept(server->listener, NULL, NULL);
		if (peer < 0)
			continue;
		pthread_mutex_lock(&server->lock);
		server->connections++;
		pthread_mutex_unlock(&server->lock);
		serve(server, peer, *script);
		close(peer);
		if (script[1] != NULL)
			script++;
	}
	return NULL;
}

int
raw_listen(unsigned *port, int backlog)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t size = sizeof address;
	const int yes = 1;
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons((unsigned short)*port);
	need(listener >= 0, "socket");
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	need(bind(listener, (struct sockaddr *)&address, size) == 0, "bind");
	need(listen(listener, backlog) == 0, "listen");
	need(getsockname(listener, (struct sockaddr *)&address, &size) == 0, "getsockname");
	*port = ntohs(address.sin_port);
	return listener;
}

struct raw_server *
raw_server_start(const struct raw_step *const *scripts)
{
	struct raw_server *server = xcalloc(1, sizeof *server);

	server->scripts = scripts;
	server->listener = raw_listen(&server->port, 16);
	need(pipe(server->stop) == 0, "pipe");
	pthread_mutex_init(&server->lock, NULL);
	need(pthread_create(&server->thread, NULL, run, server) == 0, "pthread_create");
	return server;
}

void
raw_server_stop(struct raw_server *server)
{
	if (server == NULL)
		return;
	close(server->stop[1]);
	pthread_join(server->thread, NULL);
	close(server->stop[0]);
	close(server->listener);
	pthread_mutex_destroy(&server->lock);
	free(server);
}

unsigned
raw_server_port(const struct raw_server *server)
{
	return server->port;
}

unsigned
raw_server_connections(struct raw_server *server)
{
	unsigned count;

	pthread_mutex_lock(&server->lock);
	count = server->connections;
	pthread_mutex_unlock(&server->lock);
	return count;
}

unsigned
raw_server_requests(struct raw_server *server)
{
	unsigned count;

	pthread_mutex_lock(&server->lock);
	count = server->requests;
	pthread_mutex_unlock(&server->lock);
	return count;
}

void
raw_server_last(struct raw_server *server, char *out, size_t size)
{
	pthread_mutex_lock(&server->lock);
	strlcpy(out, server->last, size);
	pthread_mutex_unlock(&server->lock);
}
