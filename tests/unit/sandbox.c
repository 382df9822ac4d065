/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "unit/sandbox.h"

#include "test.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>

static char root[128];

static int
remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

int
sandbox_open(void **state)
{
	static const char *const names[] = { "XDG_CONFIG_HOME", "CREDENTIALS_DIRECTORY",
		"OKX_API_KEY", "OKX_SECRET_KEY", "OKX_PASSPHRASE", "OKX_DEMO", "OKX_SITE",
		"OKX_API_BASE_URL", "NO_COLOR" };
	const char *base = getenv("TMPDIR");

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		unsetenv(names[i]);
	umask(022);
	snprintf(root, sizeof root, "%s/colltop-XXXXXX",
	    base != NULL && base[0] == '/' && strlen(base) < 80 ? base : "/tmp");
	if (mkdtemp(root) == NULL)
		return -1;
	return setenv("HOME", root, 1);
}

int
sandbox_close(void **state)
{
	return nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *
sandbox_path(const char *name)
{
	static char paths[8][320];
	static unsigned next;
	char *path = paths[next++ % 8];

	snprintf(path, sizeof paths[0], "%s/%s", root, name);
	return path;
}

const char *
sandbox_write(const char *name, const char *text, size_t length, mode_t mode)
{
	const char *path = sandbox_path(name);
	char directory[320];
	int fd;

	for (const char *at = path + strlen(root) + 1; (at = strchr(at, '/')) != NULL; at++) {
		snprintf(directory, sizeof directory, "%.*s", (int)(at - path), path);
		(void)mkdir(directory, 0700);
	}
	(void)unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, length), (ssize_t)length);
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
	return path;
}

const char *
sandbox_file(const char *name, const char *text, mode_t mode)
{
	return sandbox_write(name, text, strlen(text), mode);
}
