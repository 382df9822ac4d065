/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/sandbox.h"

#ifdef HAVE_LINUX_LANDLOCK_H

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "conf/credentials.h"
#include "conf/path_check.h"
#include "conf/parse_value.h"
#include "base/url.h"
#include "base/xmalloc.h"
#include "okx/http.h"
#include "okx/proxy.h"

/* What came with later versions than this system's headers may know. */
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif
#define NET_BIND_TCP (1ULL << 0)
#define NET_CONNECT_TCP (1ULL << 1)
#define NET_RULE 2
#define SCOPE_ABSTRACT_SOCKETS (1ULL << 0)
#define SCOPE_SIGNALS (1ULL << 1)

struct ruleset_attributes {
	uint64_t files, network, scoped;
};

struct port_attributes {
	uint64_t rights, port;
};

#define FIRST_RIGHTS (LANDLOCK_ACCESS_FS_REFER - 1) /* all of the kernel's first version */
#define FILE_RIGHTS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE)
#define READING (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define LINKS_MAX 40 /* as many as the kernel follows */
#define PORT_DNS 53  /* long answers come by TCP */

/*
 * Whole directories, since files in them are replaced by new ones. Those that are not
 * there do not matter.
 */
static const struct {
	const char *path;
	uint64_t rights;
} needs[] = {
	/*
	 * resolver, hosts, CA store, OpenSSL, terminals, time zone, their symbolic links'
	 * targets, late libraries
	 */
	{ "/etc", READING },
	{ "/usr", READING },
	{ "/lib", READING },
	{ "/lib64", READING },
	{ "/nix/store", READING },
	{ "/gnu/store", READING },
	/* where /etc/resolv.conf may point to from one network to the next */
	{ "/run/systemd/resolve", READING },
	{ "/run/NetworkManager", READING },
	{ "/run/resolvconf", READING },
	{ "/run/connman", READING },
	{ "/proc/sys", READING },
	{ "/dev/urandom", LANDLOCK_ACCESS_FS_READ_FILE },
	{ "/dev/null", FILE_RIGHTS },
};

static bool
allow(int ruleset, const char *path, uint64_t rights, struct cause *cause)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = rights };
	struct stat status;
	bool added;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	/* What cannot be opened just now would stay out of reach for good. */
	if (rule.parent_fd < 0)
		return errno == ENOENT || errno == ENOTDIR || errno == EACCES ||
		    cause_set(cause, "cannot open %s: %s", path, strerror(errno));
	if (fstat(rule.parent_fd, &status) != 0 || !S_ISDIR(status.st_mode))
		rule.allowed_access &= FILE_RIGHTS;
	added = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) ==
		0 ||
	    cause_set(cause, "Landlock refuses %s: %s", path, strerror(errno));
	close(rule.parent_fd);
	return added;
}

/* Whether DIRECTORY is the home directory or above it. */
static bool
holds_home(const char *directory)
{
	char *home = parse_value_home() == NULL ? NULL : realpath(parse_value_home(), NULL), *slash;
	struct stat wanted, status;
	bool found = false;

	if (stat(directory, &wanted) == 0 && home != NULL) {
		for (;;) {
			found = stat(home[0] == '\0' ? "/" : home, &status) == 0 &&
			    status.st_dev == wanted.st_dev && status.st_ino == wanted.st_ino;
			if (found || (slash = strrchr(home, '/')) == NULL)
				break;
			*slash = '\0';
		}
	}
	free(home);
	return found;
}

/* Allows the directory of FILE (NULL: none): whoever changes the file puts a new one there. */
static bool
allow_beside(int ruleset, const char *file, struct cause *cause)
{
	char *directory, *slash, shown[256];
	bool allowed;

	if (file == NULL)
		return true;
	directory = realpath(file, NULL);
	if (directory == NULL)
		directory = xstrdup(file);
	slash = strrchr(directory, '/');
	if (slash != NULL)
		slash[slash == directory] = '\0';
	if (holds_home(directory)) {
		path_check_show(shown, sizeof shown, file);
		allowed = cause_set(cause,
		    "%s lies beside everything else of yours; "
		    "move it into a directory of its own",
		    shown);
	} else
		allowed = allow(ruleset, directory, READING, cause);
	free(directory);
	return allowed;
}

/* Whether DIRECTORY holds too much to be allowed for the sake of a link. */
static bool
is_wide(const char *directory)
{
	return directory[0] == '\0' || strcmp(directory, "/") == 0 ||
	    strcmp(directory, "/var") == 0 || holds_home(directory);
}

/* The length of the beginning of PATH that is a symbolic link, the first one; 0: there is none. */
static size_t
find_link(const char *path)
{
	struct stat status;
	char part[PATH_MAX];

	for (size_t i = 1; i <= strlen(path) && i < sizeof part; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (lstat(part, &status) == 0 && S_ISLNK(status.st_mode))
			return i;
	}
	return 0;
}

/* Where the link of LENGTH bytes that PATH begins with leads, with the rest of PATH; or NULL. */
static char *
follow(const char *path, size_t length)
{
	char *link = xstrndup(path, length), target[PATH_MAX], *next = NULL;
	ssize_t got = readlink(link, target, sizeof target - 1);

	if (got > 0) {
		target[got] = '\0';
		*strrchr(link, '/') = '\0';
		next = target[0] == '/' ? xasprintf("%s%s", target, path + length) :
					  xasprintf("%s/%s%s", link, target, path + length);
	}
	free(link);
	return next;
}

/*
 * Allows PATH (absolute; NULL: nothing) wherever its links lead, and the folders of the links
 * and of their targets, where they are turned: whoever updates certificates or moves to
 * another network does that while this runs.
 */
static bool
allow_links(int ruleset, const char *path, struct cause *cause)
{
	char *at = path == NULL || path[0] != '/' ? NULL : xstrdup(path), *next, *folder;
	bool allowed = true;
	size_t length;

	for (int links = 0; at != NULL && allowed && links < LINKS_MAX; links++) {
		length = find_link(at);
		folder = xstrndup(at, length > 0 ? length : strlen(at));
		if (strrchr(folder, '/') != NULL)
			*strrchr(folder, '/') = '\0';
		if (!is_wide(folder))
			allowed = allow(ruleset, folder, READING, cause);
		free(folder);
		next = length > 0 ? follow(at, length) : NULL;
		if (length == 0)
			allowed = allowed && allow(ruleset, at, READING, cause);
		free(at);
		at = next;
	}
	free(at);
	return allowed;
}

static bool
allow_port(int ruleset, uint64_t port, struct cause *cause)
{
	const struct port_attributes rule = { NET_CONNECT_TCP, port };

	return syscall(SYS_landlock_add_rule, ruleset, NET_RULE, &rule, 0) == 0 ||
	    cause_set(cause, "Landlock refuses port %u: %s", (unsigned)port, strerror(errno));
}

/* The port in "host:port", "[::1]:port"; else STANDARD. */
static uint64_t
port_of(const char *text, uint64_t standard)
{
	struct url_authority authority;

	return url_authority(&authority, text, strlen(text)) == URL_GOOD && authority.port != 0 ?
	    (uint64_t)authority.port :
	    standard;
}

/* TCP goes to the hosts of all accounts, to their proxies and to name servers, by port. */
static bool
allow_ports(int ruleset, const struct settings *settings, struct cause *cause)
{
	bool allowed = allow_port(ruleset, PORT_DNS, cause);

	for (size_t i = 0; allowed && i < settings->count; i++) {
		const struct settings_account *account = &settings->accounts[i];
		const char *base = account->host.base_url;
		bool tls = strncmp(base, "https:", 6) == 0;
		struct okx_proxy proxy;
		struct cause unusable = { "" };

		allowed = allow_port(ruleset, port_of(strstr(base, "://") + 3, tls ? 443 : 80),
		    cause);
		/* One that cannot be used is said when the account is asked. */
		if (allowed &&
		    okx_proxy_choose(&proxy, &account->host, account->proxy, &unusable) &&
		    proxy.via[0] != '\0')
			allowed = allow_port(ruleset, port_of(proxy.via, 443), cause);
	}
	return allowed;
}

static bool
allow_files(int ruleset, const struct settings *settings, struct cause *cause)
{
	const char *given = getenv("CREDENTIALS_DIRECTORY");
	const char *const read_later[] = { "/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf",
		"/etc/gai.conf", "/etc/localtime", okx_http_certificates(false),
		okx_http_certificates(true) };

	for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
		if (!allow(ruleset, needs[i].path, needs[i].rights, cause))
			return false;
	for (size_t i = 0; i < sizeof read_later / sizeof *read_later; i++)
		if (!allow_links(ruleset, read_later[i], cause))
			return false;
	if ((settings->directory != NULL && !allow(ruleset, settings->directory, READING, cause)) ||
	    (given != NULL && !allow(ruleset, given, READING, cause)))
		return false;
	for (size_t i = 0; i < settings->count; i++) {
		const struct settings_account *account = &settings->accounts[i];

		if (!allow_beside(ruleset, account->ca_file, cause) ||
		    !allow_links(ruleset, account->ca_file, cause))
			return false;
		for (int e = 0; e < ENVIRONMENTS; e++)
			if (!allow_beside(ruleset, account->credentials[e].file, cause))
				return false;
	}
	return true;
}

/* All that the kernel's VERSION of Landlock can restrict. */
static struct ruleset_attributes
restrictions(long version)
{
	struct ruleset_attributes attributes = { .files = FIRST_RIGHTS };

	if (version >= 2)
		attributes.files |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= 3)
		attributes.files |= LANDLOCK_ACCESS_FS_TRUNCATE;
	if (version >= 4)
		attributes.network = NET_BIND_TCP | NET_CONNECT_TCP;
	if (version >= 6)
		attributes.scoped = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS;
	return attributes;
}

bool
sandbox_start(const struct settings *settings, struct cause *cause)
{
	struct ruleset_attributes attributes;
	long version;
	int ruleset;
	bool confined;

	for (size_t i = 0; i < settings->count; i++)
		if (credentials_need_terminal(settings, i))
			return true;
	version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	if (version < 1)
		return cause_set(cause, "this kernel has no Landlock (%s)", strerror(errno));
	attributes = restrictions(version);
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
	if (ruleset < 0)
		return cause_set(cause, "Landlock cannot be set up: %s", strerror(errno));
	confined = allow_files(ruleset, settings, cause) &&
	    (attributes.network == 0 || allow_ports(ruleset, settings, cause));
#ifdef COLLTOP_SANITIZERS
	/* Their reports read system files and run a program. */
	confined = confined && cause_set(cause, "it was built with sanitizers");
#endif
	if (confined &&
	    (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
		syscall(SYS_landlock_restrict_self, ruleset, 0) != 0))
		confined = cause_set(cause, "Landlock cannot be turned on: %s", strerror(errno));
	close(ruleset);
	return confined;
}

#else

bool
sandbox_start(const struct settings *settings, struct cause *cause)
{
	(void)settings;
	return cause_set(cause, "this system has no Landlock");
}

#endif
