/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/log.h"
#include "unit/fake_monotime.h"

#define STAMP "2026-11-22T15:30:02.123Z "

static char directory[200], path[300], other[300];

static int
set_up(void **state)
{
	const char *base = getenv("TMPDIR");

	umask(022);
	fake_monotime_set_utc(INT64_C(1795361402123));
	snprintf(directory, sizeof directory, "%s/colltop-log-XXXXXX",
	    base != NULL && base[0] == '/' && strlen(base) < 100 ? base : "/tmp");
	if (mkdtemp(directory) == NULL)
		return -1;
	snprintf(path, sizeof path, "%s/log", directory);
	snprintf(other, sizeof other, "%s/other", directory);
	return 0;
}

static int
tear_down(void **state)
{
	log_close();
	(void)unlink(path);
	(void)unlink(other);
	return rmdir(directory);
}

EACH_TEST(set_up, tear_down)

/* What FILE holds, with a NUL. */
static const char *
contents(const char *file)
{
	static char text[8192];
	FILE *stream = fopen(file, "r");
	size_t length;

	assert_non_null(stream);
	length = fread(text, 1, sizeof text - 1, stream);
	fclose(stream);
	text[length] = '\0';
	return text;
}

static void
open_log(void)
{
	struct cause cause = { "" };

	if (!log_open(path, &cause))
		fail_msg("%s", cause.text);
	assert_string_equal(cause.text, "");
}

static void
refused(const char *file)
{
	struct cause cause = { "" };

	assert_false(log_open(file, &cause));
	assert_non_null(strstr(cause.text, file));
	assert_non_null(strstr(cause.text, "--log"));
	assert_false(log_open(file, NULL));
}

TEST(test_lines)
{
	open_log();
	log_line("started %s %d", "colltop", 1);
	fake_monotime_advance(3600000);
	log_line("done");
	assert_string_equal(contents(path),
	    STAMP "started colltop 1\n"
		  "2026-11-22T16:30:02.123Z done\n");
}

TEST(test_appends)
{
	open_log();
	log_line("one");
	log_close();
	open_log();
	log_line("two");
	/* Another writer's end is respected too. */
	assert_int_equal(truncate(path, 0), 0);
	log_line("three");
	assert_string_equal(contents(path), STAMP "three\n");
}

TEST(test_nothing_without_a_log)
{
	assert_int_equal(log_descriptor(), -1);
	log_line("nowhere");
	open_log();
	assert_true(log_descriptor() >= 0);
	log_close();
	assert_int_equal(log_descriptor(), -1);
	log_line("nowhere");
	log_close();
	assert_string_equal(contents(path), "");
}

TEST(test_mode_and_flags)
{
	struct stat status;

	umask(0);
	open_log();
	assert_int_equal(fstat(log_descriptor(), &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	assert_true(fcntl(log_descriptor(), F_GETFD) & FD_CLOEXEC);
	assert_true(fcntl(log_descriptor(), F_GETFL) & O_APPEND);
	assert_false(fcntl(log_descriptor(), F_GETFL) & O_NONBLOCK);
}

TEST(test_refuses_links)
{
	assert_int_equal(symlink(other, path), 0);
	refused(path);
	assert_int_equal(access(other, F_OK), -1);
}

TEST(test_refuses_fifos)
{
	int reader;

	assert_int_equal(mkfifo(path, 0600), 0);
	refused(path);
	reader = open(path, O_RDONLY | O_NONBLOCK);
	assert_true(reader >= 0);
	refused(path);
	close(reader);
}

TEST(test_refuses_devices_and_directories)
{
	refused("/dev/null");
	refused(directory);
}

TEST(test_refuses_what_cannot_be_made)
{
	struct cause cause;
	char missing[400];

	snprintf(missing, sizeof missing, "%s/none/log", directory);
	refused(missing);
	log_open(missing, &cause);
	assert_non_null(strstr(cause.text, strerror(ENOENT)));
}

/* A second log that cannot be had leaves the first one open. */
TEST(test_failed_reopening)
{
	open_log();
	refused(directory);
	log_line("still here");
	assert_string_equal(contents(path), STAMP "still here\n");
}

TEST(test_sanitised)
{
	open_log();
	log_line("a\nb\033[31m\xFF \xE4\xBA\xBA");
	assert_string_equal(contents(path), STAMP "a?b?[31m? \xE4\xBA\xBA\n");
}

TEST(test_long_line_is_cut_at_a_character)
{
	char text[9001];
	const char *line;
	size_t at;

	for (at = 0; at + 3 < sizeof text; at += 3)
		memcpy(text + at, "\xE4\xBA\xBA", 3);
	text[at] = '\0';
	open_log();
	log_line("%s", text);
	line = contents(path);
	assert_memory_equal(line, STAMP, sizeof STAMP - 1);
	assert_int_equal(strlen(line), sizeof STAMP - 1 + 1023 + 1);
	assert_int_equal(line[strlen(line) - 1], '\n');
	assert_memory_equal(line + sizeof STAMP - 1, text, 1023);
}

TEST(test_errno_survives)
{
	open_log();
	errno = EPROTO;
	log_line("x");
	assert_int_equal(errno, EPROTO);
}

/* As on a full disk: the line that does not get through whole ends the log. */
/* A disk that is full, with room for all or a part of a line, and has room later. */
TEST(test_fault_106_what_is_lost_is_told_when_there_is_room)
{
	const rlim_t sizes[] = { 2 * (sizeof STAMP - 1 + 2), 2 * (sizeof STAMP - 1 + 2) + 10 };
	static const char *const wanted[] = {
		STAMP "1\n" STAMP "2\n" STAMP "log: 2 lines could not be written\n" STAMP "5\n",
		STAMP "1\n" STAMP "2\n2026-11-22\n" STAMP
		      "log: 2 lines could not be written\n" STAMP "5\n",
	};
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	struct rlimit limit, tight;
	struct cause cause = { "" };

	assert_int_equal(sigaction(SIGXFSZ, &ignore, &before), 0);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	for (size_t i = 0; i < 2; i++) {
		bool told[3];

		tight = limit;
		tight.rlim_cur = sizes[i];
		open_log();
		assert_int_equal(ftruncate(log_descriptor(), 0), 0);
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
		log_line("1");
		log_line("2");
		told[0] = log_problem(&cause);
		log_line("3");
		told[1] = log_problem(&cause);
		log_line("4");
		told[2] = log_problem(&cause);
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
		log_line("5");
		assert_false(told[0] || !told[1] || told[2]);
		assert_memory_equal(cause.text, "the log cannot be written: ", 27);
		assert_string_equal(contents(path), wanted[i]);
	}
	assert_int_equal(sigaction(SIGXFSZ, &before, NULL), 0);
}

TEST(test_fault_107_refuses_what_others_have_a_part_in)
{
	struct cause cause = { "" };

	umask(0);
	assert_true(close(open(path, O_WRONLY | O_CREAT, 0666)) == 0);
	assert_false(log_open(path, &cause));
	assert_non_null(strstr(cause.text, "is open to others (mode 0666)"));
	assert_int_equal(chmod(path, 0640), 0);
	assert_false(log_open(path, &cause));
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(link(path, other), 0);
	assert_false(log_open(path, &cause));
	assert_non_null(strstr(cause.text, "has another name"));
	assert_int_equal(unlink(other), 0);
	assert_true(log_open(path, &cause));
	log_close();
	if (geteuid() != 0)
		return;
	assert_int_equal(chown(path, 12345, (gid_t)-1), 0);
	assert_false(log_open(path, &cause));
	assert_non_null(strstr(cause.text, "belongs to another user (uid 12345)"));
}
