/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_PLACE_H
#define COLLTOP_TESTS_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "model/account_id.h"

/*
 * A place to run the real programs in: a home of its own, the simulated
 * exchange over TLS on loopback with a certificate made for it, keys and a configuration.
 * Everything is gone with place_free(). Failures abort the test program.
 */
struct place {
	char home[256]; /* also holds colltop/, the configuration */
	char certificate[300], key[300];
	char base[128]; /* of the simulator that runs */
	char port[16];
	struct {
		char api_key[80], secret_key[80], passphrase[80];
	} keys[ENVIRONMENTS];
	pid_t simulator; /* 0: none */
	int to_simulator;
	char *environment[24]; /* for the programs; ends with NULL */
	size_t variables;
};

/* Fails the test with a whole message; cmocka's own ends after 1,024 bytes, inside a screen. */
void place_fail(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#undef fail_msg
#define fail_msg(...) place_fail(__FILE__, __LINE__, __VA_ARGS__)

/* A test with the place that its set-up made. */
#define PLACE_TEST(name) TEST_OF(struct place *place, name)
struct place *place_new(void);
void place_free(struct place *place);

/*
 * Starts the simulator with ARGUMENTS (ends with NULL; NULL: none), on the
 * port of the one before it if there was one, and reads its keys.
 */
void place_simulate(struct place *place, const char *const *arguments);
void place_stop_simulator(struct place *place);

/* Writes the configuration, EXTRA before the account, and both .env files for the simulator. */
void place_configure(struct place *place, const char *extra);

/* Writes TEXT to FILE below the home, with MODE. */
void place_write(const struct place *place, const char *file, const char *text, mode_t mode);

/* Adds "NAME=VALUE" to the environment of the programs. */
void place_set(struct place *place, const char *variable);

/* Puts VARIABLE, "NAME=VALUE", in the place of the one called NAME; NULL: takes that out. */
void place_replace(struct place *place, const char *name, const char *variable);

/* One more option of the sanitizers, where the programs are built with them. */
void place_sanitizer(struct place *place, const char *option);

/* Has programs load the library NAME first, from any folder: the loader splits names at blanks. */
void place_preload(struct place *place, const char *name);

/* Path of the built program NAME. */
const char *place_program(const char *name);

/* What a program without a terminal did. */
struct place_result {
	int status;      /* exit status, or 128 + signal */
	char *out, *err; /* NUL-terminated */
	long peak_kib;   /* the most memory it had at one time */
};

/* Runs colltop with ARGUMENTS (ends with NULL) to its end. Free with place_result_free(). */
struct place_result place_run(const struct place *place, const char *const *arguments);

/* The same with COMMAND of a shell. */
struct place_result place_shell(const struct place *place, const char *command);
void place_result_free(struct place_result *result);

/* Whether any of the six secrets stands in TEXT. */
bool place_has_secret(const struct place *place, const char *text, size_t length);

#endif
