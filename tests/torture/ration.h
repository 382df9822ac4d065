/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_RATION_H
#define COLLTOP_TESTS_RATION_H

#include <stdatomic.h>

/*
 * What a test and the real program share while memory or system calls fail in
 * it: the file named by RATION_VARIABLE holds a struct ration, and the object
 * that is loaded before the program's libraries (ration.c) obeys it.
 */
#define RATION_VARIABLE "COLLTOP_RATION"

/* Who asks for memory. */
enum ration_asker {
	RATION_OWN,     /* colltop through base/xmalloc */
	RATION_PROGRAM, /* colltop past it: nobody */
	RATION_CURL,    /* libcurl, through okx/wipe */
	RATION_OPENSSL,
	RATION_CJSON,
	RATION_CURSES,
	RATION_CONFUSE,
	RATION_LIBC, /* for itself, and for whom it copies a text or opens a file */
	RATION_OTHER,
	RATION_ASKERS
};

/* System calls, as the program and its libraries call them by name. */
enum ration_call {
	RATION_READ,
	RATION_WRITE,
	RATION_POLL,
	RATION_OPEN,
	RATION_MMAP,
	RATION_MLOCK,
	RATION_SOCKET,
	RATION_CONNECT,
	RATION_SEND,
	RATION_RECV,
	RATION_CALLS
};

/* What is counted and refused: an asker's allocations, or a call. */
#define RATION_OF_CALL(call) (RATION_ASKERS + (int)(call))

enum ration_mode {
	RATION_ONCE, /* the N-th alone */
	RATION_ON,   /* the N-th and all behind it */
	RATION_EACH  /* the N-th and then every other one: each call goes well when repeated */
};

struct ration {
	/* Set by the test. */
	int subject, mode, error;
	unsigned nth; /* counted from 1; 0: nothing is refused */
	atomic_int armed;
	atomic_int cut; /* the next thing that is received is a reset */
	/* Told by the program. */
	atomic_uint count; /* of the subject, while armed */
	atomic_uint refused;
	atomic_long held[RATION_ASKERS]; /* blocks not given back */
	atomic_long held_at_end[RATION_ASKERS];
	char trace[700];  /* of the first that was refused */
	atomic_int ended; /* by exit(3): what is held was noted */
};

#endif
