/* SPDX-License-Identifier: ISC */
/* The one poll of the program: nothing holds it up, and it misses nothing. */
#include "test.h"

#include <dirent.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>

#include "base/monotime.h"
#include "unit/http_fixture.h"

#define LEFT_MS 2000 /* how long the library's threads may take to end */

static const struct raw_step hangs[] = {
	{ RAW_READ, NULL, 0, 0 },
	{ RAW_HANG, NULL, 0, 0 },
	{ RAW_END, NULL, 0, 0 },
};

/* The resolver, instead of the system's: one name hangs until the end, others are unknown. */
static pthread_mutex_t resolving = PTHREAD_MUTEX_INITIALIZER;

int
getaddrinfo(const char *restrict node, const char *restrict service,
    const struct addrinfo *restrict hints, struct addrinfo **restrict result)
{
	(void)service, (void)hints, (void)result;
	if (strcmp(node, "hang.test") == 0) {
		pthread_mutex_lock(&resolving);
		pthread_mutex_unlock(&resolving);
	}
	return EAI_NONAME;
}

/* DESCRIPTOR's revents after a wait of at most TIMEOUT_MS. */
static short
wait_on(struct http_fixture *fixture, int descriptor, int64_t timeout_ms)
{
	struct pollfd fd = { .fd = descriptor, .events = POLLIN, .revents = -1 };

	okx_http_wait(fixture->http, &fd, 1, timeout_ms);
	return fd.revents;
}

static void
check_descriptors(struct http_fixture *fixture)
{
	int64_t began = monotime_ms();
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(wait_on(fixture, ends[0], 0), 0);
	assert_int_equal(wait_on(fixture, ends[0], 20), 0);
	assert_true(monotime_ms() - began >= 20);
	assert_int_equal(write(ends[1], "x", 1), 1);
	assert_int_equal(wait_on(fixture, ends[0], 2000), POLLIN);
	close(ends[1]);
	assert_int_equal(wait_on(fixture, ends[0], 2000), POLLIN | POLLHUP);
	assert_true(read(ends[0], &began, 1) == 1);
	assert_int_equal(wait_on(fixture, ends[0], 2000), POLLHUP);
	close(ends[0]);
	assert_int_equal(wait_on(fixture, ends[0], 0), POLLNVAL);
}

EACH_TEST(http_open, http_close)

TEST(test_descriptors_without_a_request)
{
	check_descriptors(*state);
}

HTTP_TEST(test_descriptors_while_a_request_hangs)
{
	struct cause cause;

	f->route.timeout_ms = 5000;
	http_serve(f, hangs, NULL);
	assert_true(okx_http_get(f->http, 0, "/x", NULL, 0, &cause));
	while (raw_server_requests(f->server) == 0)
		okx_http_wait(f->http, NULL, 0, 1);
	check_descriptors(f);
	assert_false(okx_http_next(f->http, &f->answer));
}

static volatile sig_atomic_t alarms;

static void
on_alarm(int number)
{
	(void)number;
	alarms++;
}

HTTP_TEST(test_signal_ends_the_wait)
{
	const struct itimerval soon = { .it_value = { .tv_usec = 30000 } };
	struct sigaction action = { .sa_handler = on_alarm };
	int64_t began;
	struct cause cause;
	int i;

	f->route.timeout_ms = 5000;
	http_serve(f, hangs, NULL);
	sigemptyset(&action.sa_mask);
	sigaction(SIGALRM, &action, NULL);
	/* The first time nothing is under way, the second time a request is. */
	for (i = 0; i < 2; i++) {
		struct pollfd fd = { .fd = -1, .events = POLLIN, .revents = POLLIN };

		alarms = 0;
		began = monotime_ms();
		setitimer(ITIMER_REAL, &soon, NULL);
		while (alarms == 0)
			okx_http_wait(f->http, &fd, 1, 4000);
		assert_true(monotime_ms() - began < 2000);
		assert_int_equal(fd.revents, 0);
		if (i == 0) {
			assert_true(okx_http_get(f->http, 0, "/x", NULL, 0, &cause));
			while (raw_server_requests(f->server) == 0)
				okx_http_wait(f->http, NULL, 0, 1);
		}
	}
	signal(SIGALRM, SIG_DFL);
	assert_false(okx_http_next(f->http, &f->answer));
}

HTTP_TEST(test_unknown_name)
{
	struct okx_failure failure;
	struct cause cause;

	f->route.host = (struct okx_host){ .base_url = "https://nowhere.test",
		.host = "nowhere.test" };
	assert_true(okx_http_aim(f->http, &f->route, &cause));
	http_fetch(f, 0);
	http_ended(f, OKX_NET_ERROR_RESOLVE, "");
	assert_false(f->answer.reused);
	okx_http_failure(&failure, &f->answer, f->http);
	assert_string_equal(failure.text, "cannot resolve nowhere.test");
}

/* How many threads this process has. */
static unsigned
threads(void)
{
	DIR *tasks = opendir("/proc/self/task");
	unsigned count = 0;

	if (tasks == NULL)
		return 1;
	while (readdir(tasks) != NULL)
		count++;
	closedir(tasks);
	return count - 2;
}

HTTP_TEST(test_resolver_that_hangs_holds_nothing_up)
{
	unsigned before = threads();
	struct cause cause;
	int64_t began;

	pthread_mutex_lock(&resolving);
	http_hurry(f);
	f->route.host = (struct okx_host){ .base_url = "https://hang.test", .host = "hang.test" };
	assert_true(okx_http_aim(f->http, &f->route, &cause));
	began = monotime_ms();
	http_fetch(f, 0);
	http_ended(f, OKX_NET_ERROR_CONNECT_TIMEOUT, "");
	assert_true(monotime_ms() - began < 2000);
	began = monotime_ms();
	assert_true(okx_http_get(f->http, 0, "/x", NULL, 0, &cause));
	okx_http_wait(f->http, NULL, 0, 10);
	okx_http_cancel(f->http, 0);
	assert_true(monotime_ms() - began < 250);
	pthread_mutex_unlock(&resolving);
	for (began = monotime_ms(); threads() > before && monotime_ms() - began < LEFT_MS;)
		poll(NULL, 0, 1);
	assert_int_equal(threads(), before);
}
