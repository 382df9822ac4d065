/* SPDX-License-Identifier: ISC */
/* Loaded before the program's libraries: hands out memory and calls as struct ration says. */
#include "config.h"

#include "torture/ration.h"

#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define MARK 0x0c0117a9u
#define EXPORTED __attribute__((visibility("default")))

/* The library's own, under the names that nobody replaces. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void __libc_free(void *block);

/* Stands before each block that was handed out here. */
struct head {
	uint64_t size;
	uint32_t mark; /* where a block of the library's has the low half of its size */
	uint16_t asker;
};

_Static_assert(sizeof(struct head) == 16, "blocks keep their alignment");

static struct ration nobody, *ration = &nobody;
static bool running; /* main() was entered: before it nobody can help */

static struct range {
	uintptr_t from, to;
	enum ration_asker asker;
} ranges[512];
static size_t range_count;

static const struct {
	const char *in_name;
	enum ration_asker asker;
} libraries[] = {
	{ "libcrypto.", RATION_OPENSSL },
	{ "libssl.", RATION_OPENSSL },
	{ "libcjson.", RATION_CJSON },
	{ "libncurses", RATION_CURSES },
	{ "libtinfo", RATION_CURSES },
	{ "libconfuse.", RATION_CONFUSE },
	{ "libcurl", RATION_CURL },
	{ "libc.so", RATION_LIBC },
};

/* Functions of the program, by the beginning of their names. */
static const struct {
	const char *begin;
	enum ration_asker asker;
} functions[] = {
	{ "okx_wipe_", RATION_CURL },
	{ "xmalloc", RATION_OWN },
	{ "xcalloc", RATION_OWN },
	{ "xrealloc", RATION_OWN },
	{ "xstr", RATION_OWN },
	{ "xasprintf", RATION_OWN },
};

static void
add_range(uintptr_t from, uintptr_t size, enum ration_asker asker)
{
	if (range_count < COUNT(ranges))
		ranges[range_count++] = (struct range){ from, from + size, asker };
}

/* The functions of the program that ask for others, out of its file's table of symbols. */
static void
add_functions(uintptr_t base)
{
	int fd = (int)syscall(SYS_openat, AT_FDCWD, "/proc/self/exe", O_RDONLY | O_CLOEXEC, 0);
	struct stat status;
	const char *file;

	if (fd < 0 || fstat(fd, &status) != 0)
		return;
	file = (const char *)syscall(SYS_mmap, NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE,
	    fd, 0L);
	syscall(SYS_close, fd);
	if (file == MAP_FAILED)
		return;
	const ElfW(Ehdr) *header = (const void *)file;
	const ElfW(Shdr) *sections = (const void *)(file + header->e_shoff);

	for (unsigned i = 0; i < header->e_shnum; i++) {
		const ElfW(Sym) *symbols = (const void *)(file + sections[i].sh_offset);
		const char *names = file + sections[sections[i].sh_link].sh_offset;

		if (sections[i].sh_type != SHT_SYMTAB)
			continue;
		for (size_t j = 0; j < sections[i].sh_size / sizeof *symbols; j++)
			for (size_t k = 0; k < COUNT(functions); k++)
				if (symbols[j].st_size > 0 &&
				    strncmp(names + symbols[j].st_name, functions[k].begin,
					strlen(functions[k].begin)) == 0)
					add_range(base + symbols[j].st_value, symbols[j].st_size,
					    functions[k].asker);
	}
	munmap((void *)(uintptr_t)file, (size_t)status.st_size);
}

static int
add_object(struct dl_phdr_info *info, size_t size, void *first)
{
	enum ration_asker asker = RATION_OTHER;

	(void)size;
	if (*(bool *)first) {
		asker = RATION_PROGRAM;
		add_functions(info->dlpi_addr);
		*(bool *)first = false;
	}
	for (size_t i = 0; i < COUNT(libraries); i++)
		if (strstr(info->dlpi_name, libraries[i].in_name) != NULL)
			asker = libraries[i].asker;
	for (size_t i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_LOAD &&
		    (info->dlpi_phdr[i].p_flags & PF_X) != 0)
			add_range(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr,
			    info->dlpi_phdr[i].p_memsz, asker);
	return 0;
}

/* The first range that holds the address: functions come before their object. */
static enum ration_asker
who_has(const void *address)
{
	for (size_t i = 0; i < range_count; i++)
		if ((uintptr_t)address >= ranges[i].from && (uintptr_t)address < ranges[i].to)
			return ranges[i].asker;
	return RATION_OTHER;
}

/* Where the library copies a text or opens a file, whoever called it asks. */
static enum ration_asker
who_asks(const void *address)
{
	enum ration_asker asker = who_has(address);
	void *frames[12];
	int count, i = 0;

	if (asker != RATION_LIBC || !running)
		return asker;
	count = backtrace(frames, COUNT(frames));
	while (i < count && frames[i] != address)
		i++;
	while (i < count && (asker = who_has(frames[i])) == RATION_LIBC)
		i++;
	return i == count || asker == RATION_PROGRAM ? RATION_LIBC : asker;
}

/* Who asked, by the functions that libraries show and the places in the program. */
static void
note_trace(void)
{
	void *frames[16];
	int count = backtrace(frames, COUNT(frames));
	size_t used = 0;
	Dl_info info;

	for (int i = 2; i < count && used < sizeof ration->trace; i++) {
		const char *base = "?";

		if (dladdr(frames[i], &info) == 0)
			info = (Dl_info){ .dli_fname = "?" };
		else if ((base = strrchr(info.dli_fname, '/')) != NULL)
			base++;
		used += (size_t)snprintf(ration->trace + used, sizeof ration->trace - used,
		    " %s:%s%+td", base == NULL ? info.dli_fname : base,
		    info.dli_sname == NULL ? "" : info.dli_sname,
		    (const char *)frames[i] -
			(const char *)(info.dli_sname == NULL ? info.dli_fbase : info.dli_saddr));
	}
}

static bool
granted(int subject)
{
	unsigned number;
	bool refuse;

	if (!running || ration->armed == 0 || ration->subject != subject)
		return true;
	number = atomic_fetch_add(&ration->count, 1) + 1;
	if (ration->nth == 0 || number < ration->nth)
		return true;
	refuse = number == ration->nth || ration->mode == RATION_ON ||
	    (ration->mode == RATION_EACH && (number - ration->nth) % 2 == 0);
	if (refuse && atomic_fetch_add(&ration->refused, 1) == 0)
		note_trace();
	return !refuse;
}

static void *
give(size_t size, bool zeroed, enum ration_asker asker)
{
	struct head *head = NULL;

	if (size <= SIZE_MAX - sizeof *head && granted((int)asker)) {
		head = zeroed ? __libc_calloc(1, sizeof *head + size) :
				__libc_malloc(sizeof *head + size);
		if (head == NULL && atomic_fetch_add(&ration->refused, 1) == 0)
			note_trace();
	}
	if (head == NULL) {
		errno = ENOMEM;
		return NULL;
	}
	*head = (struct head){ .size = size, .mark = MARK, .asker = (uint16_t)asker };
	atomic_fetch_add(&ration->held[asker], 1);
	return head + 1;
}

static struct head *
head_of(void *block)
{
	struct head *head = (struct head *)block - 1;

	return head->mark == MARK ? head : NULL;
}

EXPORTED void *
malloc(size_t size)
{
	return give(size, false, who_asks(__builtin_return_address(0)));
}

EXPORTED void *
calloc(size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		return give(SIZE_MAX, true, RATION_OTHER);
	return give(count * size, true, who_asks(__builtin_return_address(0)));
}

static void
take_back(void *block)
{
	struct head *head = block == NULL ? NULL : head_of(block);

	if (head == NULL) {
		__libc_free(block);
		return;
	}
	atomic_fetch_sub(&ration->held[head->asker], 1);
	head->mark = 0;
	__libc_free(head);
}

EXPORTED void
free(void *block)
{
	int saved = errno;

	take_back(block);
	errno = saved;
}

static void *
change(void *old, size_t size, enum ration_asker asker)
{
	struct head *head;
	void *block;

	if (old == NULL)
		return give(size, false, asker);
	head = head_of(old);
	if (head == NULL)
		return granted((int)asker) ? __libc_realloc(old, size) : NULL;
	block = give(size, false, asker);
	if (block == NULL)
		return NULL;
	memcpy(block, old, head->size < size ? head->size : size);
	take_back(old);
	return block;
}

EXPORTED void *
realloc(void *old, size_t size)
{
	return change(old, size, who_asks(__builtin_return_address(0)));
}

EXPORTED void *
reallocarray(void *old, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		return NULL;
	return change(old, count * size, who_asks(__builtin_return_address(0)));
}

EXPORTED size_t
malloc_usable_size(void *block)
{
	struct head *head = block == NULL ? NULL : head_of(block);

	return head == NULL ? 0 : (size_t)head->size;
}

/* A call that is not refused goes on to the library's function of the same name. */
#define CALL(result, name, what, parameters, arguments) \
	EXPORTED result name parameters; \
	EXPORTED result name parameters \
	{ \
		static result(*real) parameters; \
		if (real == NULL) \
			real = (result(*) parameters)(uintptr_t)dlsym(RTLD_NEXT, #name); \
		if (!granted(RATION_OF_CALL(what))) { \
			errno = ration->error; \
			return (result)-1; \
		} \
		return real arguments; \
	}

#define OPEN(name) \
	EXPORTED int name(const char *path, int flags, ...); \
	EXPORTED int name(const char *path, int flags, ...) \
	{ \
		va_list arguments; \
		int mode; \
		va_start(arguments, flags); \
		mode = (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(arguments, int) : 0; \
		va_end(arguments); \
		if (!granted(RATION_OF_CALL(RATION_OPEN))) { \
			errno = ration->error; \
			return -1; \
		} \
		return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode); \
	}

CALL(ssize_t, read, RATION_READ, (int fd, void *to, size_t size), (fd, to, size))
CALL(ssize_t, __read_chk, RATION_READ, (int fd, void *to, size_t size, size_t room),
    (fd, to, size, room))
CALL(int, poll, RATION_POLL, (struct pollfd * fds, nfds_t count, int ms), (fds, count, ms))
CALL(int, __poll_chk, RATION_POLL, (struct pollfd * fds, nfds_t count, int ms, size_t room),
    (fds, count, ms, room))
CALL(void *, mmap, RATION_MMAP, (void *at, size_t size, int access, int flags, int fd, off_t from),
    (at, size, access, flags, fd, from))
CALL(int, mlock, RATION_MLOCK, (const void *at, size_t size), (at, size))
CALL(int, socket, RATION_SOCKET, (int family, int type, int protocol), (family, type, protocol))
CALL(int, socketpair, RATION_SOCKET, (int family, int type, int protocol, int ends[2]),
    (family, type, protocol, ends))
CALL(int, connect, RATION_CONNECT, (int fd, const struct sockaddr *to, socklen_t size),
    (fd, to, size))
CALL(ssize_t, send, RATION_SEND, (int fd, const void *from, size_t size, int flags),
    (fd, from, size, flags))
EXPORTED ssize_t
write(int fd, const void *from, size_t size)
{
	struct stat status;

	/* No signal interrupts what goes into a file. */
	if ((ration->error == EINTR && fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) ||
	    granted(RATION_OF_CALL(RATION_WRITE)))
		return (ssize_t)syscall(SYS_write, fd, from, size);
	errno = ration->error;
	return -1;
}

EXPORTED ssize_t
recv(int fd, void *to, size_t size, int flags)
{
	if (atomic_exchange(&ration->cut, 0) != 0)
		errno = ECONNRESET;
	else if (granted(RATION_OF_CALL(RATION_RECV)))
		return (ssize_t)syscall(SYS_recvfrom, fd, to, size, flags, NULL, NULL);
	else
		errno = ration->error;
	return -1;
}

EXPORTED ssize_t __recv_chk(int fd, void *to, size_t size, size_t room, int flags);
EXPORTED ssize_t
__recv_chk(int fd, void *to, size_t size, size_t room, int flags)
{
	(void)room;
	return recv(fd, to, size, flags);
}

OPEN(open)
OPEN(open64)

/* Called by the program's first instructions, when the libraries have begun. */
EXPORTED int __libc_start_main(int (*entry)(int, char **, char **), int argc, char **argv,
    void (*init)(void), void (*fini)(void), void (*loader_fini)(void), void *stack_end);
EXPORTED int
__libc_start_main(int (*entry)(int, char **, char **), int argc, char **argv, void (*init)(void),
    void (*fini)(void), void (*loader_fini)(void), void *stack_end)
{
	int (*real)(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void),
	    void (*)(void), void *) = (int (*)(int (*)(int, char **, char **), int, char **,
	    void (*)(void), void (*)(void), void (*)(void), void *))(
	    uintptr_t)dlsym(RTLD_NEXT, "__libc_start_main");

	void *frame;

	/* The first call loads a library. */
	backtrace(&frame, 1);
	running = true;
	return real(entry, argc, argv, init, fini, loader_fini, stack_end);
}

static void __attribute__((constructor)) begin(void)
{
	const char *path = getenv(RATION_VARIABLE);
	bool first = true;
	void *page;
	int fd;

	if (path == NULL ||
	    (fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0)) < 0)
		return;
	page = (void *)syscall(SYS_mmap, NULL, sizeof *ration, PROT_READ | PROT_WRITE, MAP_SHARED,
	    fd, 0L);
	syscall(SYS_close, fd);
	if (page == MAP_FAILED)
		return;
	dl_iterate_phdr(add_object, &first);
	ration = page;
	for (size_t i = 0; i < RATION_ASKERS; i++)
		ration->held[i] = nobody.held[i];
	unsetenv(RATION_VARIABLE);
	unsetenv("LD_PRELOAD");
}

static void __attribute__((destructor)) end(void)
{
	for (size_t i = 0; i < RATION_ASKERS; i++)
		ration->held_at_end[i] = ration->held[i];
	ration->ended = 1;
}
