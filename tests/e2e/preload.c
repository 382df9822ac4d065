/* SPDX-License-Identifier: ISC */
/*
 * A world that this machine is not, for the real program: loaded before its
 * libraries, it answers some of their questions as FAULT_… of the environment
 * and files in the folder FAULT_DIR say. Nothing of it leaves loopback.
 */
#include "config.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* The function NAME behind ours. ISO C knows no way from an object's address to a function's. */
#define BEHIND(variable, name) \
	do { \
		void *found_ = dlsym(RTLD_NEXT, name); \
		memcpy(&(variable), &found_, sizeof(variable)); \
	} while (0)

/* The number in FILE of FAULT_DIR, 0 for none. */
static long long
told(const char *file)
{
	const char *folder = getenv("FAULT_DIR");
	char path[512], text[32] = "";
	int descriptor;

	if (folder == NULL)
		return 0;
	snprintf(path, sizeof path, "%s/%s", folder, file);
	descriptor = open(path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0)
		return 0;
	if (read(descriptor, text, sizeof text - 1) < 0)
		text[0] = '\0';
	close(descriptor);
	return atoll(text);
}

/* File "resolver": 1: no name is known. Otherwise any is 127.0.0.1; FAULT_IPV6: ::1 before it. */
int
getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
    struct addrinfo **result)
{
	int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
	struct addrinfo only = { .ai_flags = AI_NUMERICHOST,
		.ai_family = AF_INET,
		.ai_socktype = SOCK_STREAM };
	struct addrinfo *first = NULL;
	int status;

	(void)node, (void)hints;
	BEHIND(real, "getaddrinfo");
	if (getenv("FAULT_NOISE") != NULL)
		fputs("noise of a library\n", stderr);
	if (told("resolver") != 0)
		return EAI_NONAME;
	status = real("127.0.0.1", service, &only, result);
	only.ai_family = AF_INET6;
	if (status == 0 && getenv("FAULT_IPV6") != NULL &&
	    real("::1", service, &only, &first) == 0) {
		first->ai_next = *result;
		*result = first;
	}
	return status;
}

void
freeaddrinfo(struct addrinfo *list)
{
	void (*real)(struct addrinfo *);
	struct addrinfo *next;

	/* What was put together may have come from two calls. */
	BEHIND(real, "freeaddrinfo");
	for (; list != NULL; list = next) {
		next = list->ai_next;
		list->ai_next = NULL;
		real(list);
	}
}

/* Files "realtime", "boottime" and "monotonic": seconds by which these clocks are off. */
int
clock_gettime(clockid_t clock, struct timespec *now)
{
	int (*real)(clockid_t, struct timespec *);
	int status;

	BEHIND(real, "clock_gettime");
	status = real(clock, now);
	if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
		now->tv_sec += told("realtime");
	if (clock == CLOCK_BOOTTIME)
		now->tv_sec += told("boottime");
	if (clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_RAW ||
	    clock == CLOCK_MONOTONIC_COARSE)
		now->tv_sec += told("monotonic");
	return status;
}

time_t
time(time_t *out)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (out != NULL)
		*out = now.tv_sec;
	return now.tv_sec;
}

/* FAULT_CRASH: it crashes as soon as the modes of a terminal are others. */
int
tcsetattr(int descriptor, int when, const struct termios *modes)
{
	int (*real)(int, int, const struct termios *);
	static int crashed;
	int status;

	BEHIND(real, "tcsetattr");
	status = real(descriptor, when, modes);
	if (status == 0 && getenv("FAULT_CRASH") != NULL && !crashed++)
		raise(SIGABRT);
	return status;
}

/* FAULT_NO_CA: the system's certificates are not installed. */
static int
missing(const char *path)
{
	return getenv("FAULT_NO_CA") != NULL &&
	    (strncmp(path, "/etc/ssl/", 9) == 0 || strncmp(path, "/usr/lib/ssl/", 13) == 0 ||
		strncmp(path, "/usr/share/ca-", 14) == 0);
}

int
access(const char *path, int mode)
{
	int (*real)(const char *, int);

	BEHIND(real, "access");
	if (missing(path)) {
		errno = ENOENT;
		return -1;
	}
	return real(path, mode);
}

FILE *
fopen(const char *path, const char *mode)
{
	FILE *(*real)(const char *, const char *);

	BEHIND(real, "fopen64");
	if (missing(path)) {
		errno = ENOENT;
		return NULL;
	}
	return real(path, mode);
}

FILE *
fopen64(const char *path, const char *mode)
{
	return fopen(path, mode);
}

DIR *
opendir(const char *path)
{
	DIR *(*real)(const char *);

	BEHIND(real, "opendir");
	if (missing(path)) {
		errno = ENOENT;
		return NULL;
	}
	return real(path);
}

/* FAULT_MLOCK: no memory may be locked. */
int
mlock(const void *address, size_t length)
{
	int (*real)(const void *, size_t);

	BEHIND(real, "mlock");
	if (getenv("FAULT_MLOCK") != NULL) {
		errno = EPERM;
		return -1;
	}
	return real(address, length);
}

/*
 * FAULT_TRY: a file, made before there is a sandbox, to which a line is added with each socket
 * of the program: the errors of what it has no need of, an abstract socket called FAULT_ABSTRACT
 * among them. "connect 13 bind 13 kill 1 abstract 1"
 */
static int trials = -1;

__attribute__((constructor)) static void
prepare_trials(void)
{
	if (getenv("FAULT_TRY") != NULL)
		trials = open(getenv("FAULT_TRY"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void
try_all(int (*real)(int, int, int))
{
	struct sockaddr_in there = { .sin_family = AF_INET,
		.sin_port = htons(9),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in here = there;
	struct sockaddr_un abstract = { .sun_family = AF_UNIX };
	int tcp = real(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int server = real(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int local = real(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	char line[200];
	int errors[4];

	here.sin_port = 0;
	snprintf(abstract.sun_path + 1, sizeof abstract.sun_path - 1, "%s",
	    getenv("FAULT_ABSTRACT"));
	errors[0] = connect(tcp, (struct sockaddr *)&there, sizeof there) == 0 ? 0 : errno;
	errors[1] = bind(server, (struct sockaddr *)&here, sizeof here) == 0 ? 0 : errno;
	errors[2] = kill(getppid(), 0) == 0 ? 0 : errno;
	errors[3] = sendto(local, "x", 1, 0, (struct sockaddr *)&abstract, sizeof abstract) == 1 ?
	    0 :
	    errno;
	snprintf(line, sizeof line, "connect %d bind %d kill %d abstract %d\n", errors[0],
	    errors[1], errors[2], errors[3]);
	if (write(trials, line, strlen(line)) < 0)
		abort();
	close(tcp);
	close(server);
	close(local);
}

/* File "sockets": the error of every new one. FAULT_NOISE: it is printed, in getaddrinfo() too. */
int
socket(int domain, int type, int protocol)
{
	int (*real)(int, int, int);

	BEHIND(real, "socket");
	if (trials >= 0)
		try_all(real);
	if (domain != AF_UNIX && getenv("FAULT_NOISE") != NULL)
		fputs("noise of a library\n", stderr);
	if (domain != AF_UNIX && told("sockets") != 0) {
		errno = (int)told("sockets");
		return -1;
	}
	return real(domain, type, protocol);
}

/* FAULT_HMAC: OpenSSL computes none, as with a configuration that loads no default provider. */
unsigned char *
EVP_Q_mac(OSSL_LIB_CTX *context, const char *name, const char *query, const char *sub,
    const OSSL_PARAM *parameters, const void *key, size_t key_length, const unsigned char *data,
    size_t length, unsigned char *out, size_t size, size_t *used)
{
	unsigned char *(*real)(OSSL_LIB_CTX *, const char *, const char *, const char *,
	    const OSSL_PARAM *, const void *, size_t, const unsigned char *, size_t,
	    unsigned char *, size_t, size_t *);

	BEHIND(real, "EVP_Q_mac");
	return getenv("FAULT_HMAC") != NULL ? NULL :
					      real(context, name, query, sub, parameters, key,
						  key_length, data, length, out, size, used);
}

/* FAULT_CURL: "old", or "plain": without TLS. */
curl_version_info_data *
curl_version_info(CURLversion age)
{
	curl_version_info_data *(*real)(CURLversion);
	const char *fault = getenv("FAULT_CURL");
	static curl_version_info_data other;

	BEHIND(real, "curl_version_info");
	other = *real(age);
	if (fault != NULL && strcmp(fault, "old") == 0) {
		other.version_num = 0x074000;
		other.version = "7.64.0";
	}
	if (fault != NULL && strcmp(fault, "plain") == 0)
		other.features &= ~CURL_VERSION_SSL;
	return &other;
}
