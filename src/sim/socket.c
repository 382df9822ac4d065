/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 64

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

int
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

void
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
