/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "e2e/memory.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bsd/string.h>

#define CHUNK ((size_t)1024 * 1024)
#define OVERLAP 256 /* longer than any text that is looked for */

static int
open_memory(pid_t pid)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/mem", (int)pid);
	return open(path, O_RDONLY | O_CLOEXEC);
}

bool
memory_readable(pid_t pid)
{
	int memory = open_memory(pid);

	if (memory >= 0)
		close(memory);
	return memory >= 0;
}

/* Hits from BEGIN to END, counted once where chunks overlap. */
static unsigned
hits_between(int memory, unsigned long begin, unsigned long end, const char *text)
{
	static char chunk[CHUNK + OVERLAP];
	size_t length = strlen(text);
	unsigned hits = 0;

	for (unsigned long from = begin; from < end; from += CHUNK) {
		size_t wanted = end - from < sizeof chunk ? end - from : sizeof chunk;
		ssize_t got = pread(memory, chunk, wanted, (off_t)from);
		const char *at = chunk, *hit;

		while (got > 0 &&
		    (hit = memmem(at, (size_t)(chunk + got - at), text, length)) != NULL) {
			if (hit < chunk + CHUNK)
				hits++;
			at = hit + 1;
		}
	}
	return hits;
}

unsigned
memory_hits(pid_t pid, const char *text, char *where, size_t size)
{
	char path[64], line[512], mode[8];
	unsigned long begin, end;
	unsigned hits = 0, more;
	int memory = open_memory(pid);
	FILE *maps;

	snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
	maps = fopen(path, "r");
	where[0] = '\0';
	if (memory < 0 || maps == NULL)
		abort();
	while (fgets(line, sizeof line, maps) != NULL) {
		if (sscanf(line, "%lx-%lx %7s", &begin, &end, mode) != 3 || mode[0] != 'r' ||
		    mode[1] != 'w')
			continue;
		more = hits_between(memory, begin, end, text);
		if (more > 0 && hits == 0)
			strlcpy(where, line, size);
		hits += more;
	}
	fclose(maps);
	close(memory);
	return hits;
}

int
memory_at_exit(char *const *argv, char *const *environment, void (*look)(pid_t pid, void *context),
    void *context)
{
	pid_t pid = fork();
	int status, number;

	if (pid < 0)
		abort();
	if (pid == 0) {
		int nowhere = open("/dev/null", O_RDWR);

		for (int i = 0; i < 3; i++)
			dup2(nowhere, i);
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
			_exit(127);
		execve(argv[0], argv, environment);
		_exit(127);
	}
	/* The first stop is that of the execve. */
	if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
		return -1;
	if (ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL) != 0)
		return -1;
	for (number = 0;; number = WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status)) {
		if (ptrace(PTRACE_CONT, pid, NULL, number) != 0 || waitpid(pid, &status, 0) != pid)
			return -1;
		if (!WIFSTOPPED(status))
			return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8))
			look(pid, context);
	}
}
