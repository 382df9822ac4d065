/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "e2e/recorder.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define GRANTED "HTTP/1.1 200 Connection established\r\n\r\n"

static int
make_socket(struct sockaddr_in *address, unsigned port)
{
	*address = (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((unsigned short)port) };
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

/* Takes what came on FROM; false at its end. */
static bool
pass(int from, int to, int file)
{
	char bytes[16384];
	ssize_t got = read(from, bytes, sizeof bytes);

	if (got <= 0 || (file >= 0 && write(file, bytes, (size_t)got) != got))
		return false;
	return to < 0 || write(to, bytes, (size_t)got) == got;
}

/* Serves one visitor to its end. */
static void
serve(int visitor, int file, const char *relay)
{
	struct sockaddr_in address;
	struct pollfd pollers[2] = { { .fd = visitor, .events = POLLIN },
		{ .fd = -1, .events = POLLIN } };

	if (relay[0] != '\0') {
		/* The CONNECT comes whole: it is a few hundred bytes. */
		if (!pass(visitor, -1, file))
			return;
		pollers[1].fd = make_socket(&address, (unsigned)strtoul(relay, NULL, 10));
		if (connect(pollers[1].fd, (struct sockaddr *)&address, sizeof address) != 0 ||
		    write(visitor, GRANTED, strlen(GRANTED)) < 0)
			return;
	}
	while (poll(pollers, 2, -1) > 0) {
		if (pollers[0].revents != 0 && !pass(visitor, pollers[1].fd, file))
			return;
		if (pollers[1].revents != 0 && !pass(pollers[1].fd, visitor, -1))
			return;
	}
}

void
recorder_start(struct recorder *recorder, const struct place *place, const char *name,
    const char *relay)
{
	struct sockaddr_in address;
	socklen_t length = sizeof address;
	int listener = make_socket(&address, 0), file;

	snprintf(recorder->file, sizeof recorder->file, "%s/%s", place->home, name);
	file = open(recorder->file, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
	if (file < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
	    listen(listener, 16) != 0 ||
	    getsockname(listener, (struct sockaddr *)&address, &length) != 0 ||
	    (recorder->pid = fork()) < 0)
		abort();
	recorder->port = ntohs(address.sin_port);
	if (recorder->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGCHLD, SIG_IGN);
		setpgid(0, 0);
		for (;;) {
			int visitor = accept(listener, NULL, NULL);

			if (visitor >= 0 && fork() == 0) {
				prctl(PR_SET_PDEATHSIG, SIGKILL);
				serve(visitor, file, relay);
				_exit(0);
			}
			close(visitor);
		}
	}
	setpgid(recorder->pid, recorder->pid);
	close(listener);
	close(file);
}

void
recorder_stop(struct recorder *recorder)
{
	kill(-recorder->pid, SIGKILL);
	waitpid(recorder->pid, NULL, 0);
}

char *
recorder_text(const struct recorder *recorder, size_t *length)
{
	FILE *file = fopen(recorder->file, "r");
	char *text = calloc(1, 1);
	size_t got;

	*length = 0;
	if (file == NULL || text == NULL)
		abort();
	do {
		text = realloc(text, *length + 4097);
		if (text == NULL)
			abort();
		got = fread(text + *length, 1, 4096, file);
		*length += got;
		text[*length] = '\0';
	} while (got > 0);
	fclose(file);
	return text;
}
