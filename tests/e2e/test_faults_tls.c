/* SPDX-License-Identifier: ISC */
/* Names, certificates and proxies: the rows of section A that need a host of its own. */
#include "test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#ifdef HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif

#include <bsd/string.h>

#include "e2e/faults.h"

#define SAYS(...) \
	(const char *const[FAULT_PARTS]) \
	{ \
		__VA_ARGS__ \
	}
#define YEAR (366LL * 86400)

static void __attribute__((format(printf, 1, 2))) shell(const char *format, ...)
{
	va_list arguments;
	char command[2048];

	va_start(arguments, format);
	vsnprintf(command, sizeof command, format, arguments);
	va_end(arguments);
	fault_need(system(command) == 0, "failed: %s", command);
}

/* A certificate for NAMES, good for two days from SHIFT seconds on; PLACE uses it from here on. */
static void
certificate(struct place *place, const char *names, long long shift)
{
	static unsigned serial;

	snprintf(place->certificate, sizeof place->certificate, "%s/tls/certificate%u.pem",
	    place->home, ++serial);
	snprintf(place->key, sizeof place->key, "%s/tls/key%u.pem", place->home, serial);
	fault_tell(place, "realtime", shift);
	/* The loader splits at blanks, which the folder of the build may have. */
	shell("ln -sf '%s' %s/preload", place_program("tests/e2e/preload"), place->home);
	shell(
	    "FAULT_DIR=%s/colltop LD_PRELOAD=%s/preload openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
	    "-days 2 -subj /CN=test -addext subjectAltName=%s -keyout %s -out %s 2>/dev/null",
	    place->home, place->home, names, place->key, place->certificate);
	fault_tell(place, "realtime", 0);
}

/* The simulator with PLACE's certificate, and a configuration with BASE (NULL: its own), EXTRA. */
static void
simulate(struct place *place, const char *host, const char *extra)
{
	place_simulate(place, (const char *const[]){ "--still", NULL });
	if (host != NULL)
		snprintf(place->base, sizeof place->base, "https://%s:%s", host, place->port);
	place_configure(place, extra != NULL ? extra : "interval = 1\n");
}

/*
 * Good figures first; then the server comes back with a certificate for NAMES
 * and SHIFT, which is no good, although it is TRUSTED.
 */
static void
certificate_changes(struct place *place, const char *names, long long shift, bool trusted,
    const char *const says[FAULT_PARTS])
{
	char good[320], trust[320];
	struct terminal *terminal;

	strlcpy(good, place->certificate, sizeof good);
	snprintf(trust, sizeof trust, "%s/tls/trust.pem", place->home);
	place_simulate(place, (const char *const[]){ "--still", NULL });
	certificate(place, names, shift);
	shell("cat %s %s >%s", good, trusted ? place->certificate : "", trust);
	strlcpy(good, place->certificate, sizeof good);
	strlcpy(place->certificate, trust, sizeof place->certificate);
	place_configure(place, "interval = 1\n");
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	strlcpy(place->certificate, good, sizeof place->certificate);
	place_simulate(place, (const char *const[]){ "--still", NULL });
	fault_holds(terminal, FAULT_SIMULATED_LTV, says);
	shell("rm %s/log", place->home);
	terminal_listen(terminal, 2500);
	fault_need(fault_tries(place) == 0, "asked again within a minute");
	fault_leave(place, terminal);
	fault_once(place, NULL, 1, says);
}

static void
unknown_ca(struct place *place)
{
	const char *const says[FAULT_PARTS] = { "not trusted", "name the CA that signed it" };
	char text[400];

	certificate_changes(place, "IP:127.0.0.1", 0, false, says);
	/* The system's own certificates do not vouch for it either. */
	snprintf(text, sizeof text, "account \"main\" { base_url = \"%s\" }\n", place->base);
	place_write(place, "colltop/colltop.conf", text, 0600);
	fault_once(place, NULL, 1,
	    SAYS("certificate of 127.0.0.1:", "not trusted", "ca-certificates", "--ca-file"));
}

static void
out_of_date(struct place *place)
{
	const char *const says[FAULT_PARTS] = { "not trusted", "expired",
		"clock is wrong: it says 20" };

	certificate_changes(place, "IP:127.0.0.1", -YEAR, true, says);
}

static void
not_yet(struct place *place)
{
	const char *const says[FAULT_PARTS] = { "not trusted", "not yet valid",
		"clock is wrong: it says 20" };

	certificate_changes(place, "IP:127.0.0.1", YEAR, true, says);
}

static void
wrong_name(struct place *place)
{
	const char *const says[FAULT_PARTS] = { "not trusted",
		"it is for DNS:bank.test, not for 127.0.0.1:" };

	certificate_changes(place, "DNS:bank.test", 0, true, says);
}

/* A server that speaks TLS 1.1 at most. */
static void
old_tls(struct place *place)
{
	char line[256], *at = NULL;
	int from[2], status;
	struct terminal *terminal;
	FILE *output;
	pid_t pid;

	fault_need(pipe(from) == 0, "no pipe");
	if ((pid = fork()) == 0) {
#ifdef HAVE_SYS_PRCTL_H
		/* It ends with this row, also where that fails. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
		dup2(from[1], STDOUT_FILENO);
		execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-www",
		    "-tls1_1", "-cipher", "ALL:@SECLEVEL=0", "-cert", place->certificate, "-key",
		    place->key, (char *)NULL);
		_exit(127);
	}
	close(from[1]);
	output = fdopen(from[0], "r");
	while (output != NULL && fgets(line, sizeof line, output) != NULL &&
	    (at = strstr(line, "ACCEPT 127.0.0.1:")) == NULL)
		continue;
	fault_need(at != NULL, "openssl s_server says no port");
	fault_aim(place, 0, NULL);
	snprintf(place->base, sizeof place->base, "https://127.0.0.1:%d",
	    atoi(at + strlen("ACCEPT 127.0.0.1:")));
	place_configure(place, NULL);
	fault_once(place, NULL, 1, SAYS("o secure connection (TLS 1.2 or later) to 127.0.0.1:"));
	fault_need(fault_tries(place) == FAULT_SOURCES, "%u tries", fault_tries(place));
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "NO DATA");
	fault_see(terminal, "o secure connection (TLS 1.2 or later) to 127.0.0.1:");
	fault_see(terminal, "Next try in");
	fault_leave(place, terminal);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	fclose(output);
}

/* On a screen it ends as without one, with the words below the shell's. */
static void
ends_at_start(struct place *place, int status, const char *says)
{
	struct terminal *terminal = fault_watch(place, NULL);
	int ended;

	fault_see(terminal, says);
	ended = terminal_finish(terminal);
	fault_need(WIFEXITED(ended) && WEXITSTATUS(ended) == status, "status %x", (unsigned)ended);
	fault_need(!terminal_alternate(terminal) && terminal_modes_unchanged(terminal),
	    "the terminal is not as it was");
	terminal_free(terminal);
}

static void
no_ca_bundle(struct place *place)
{
	char text[400];

	place_simulate(place, NULL);
	place_configure(place, NULL);
	snprintf(text, sizeof text, "account \"main\" { base_url = \"%s\" }\n", place->base);
	place_write(place, "colltop/colltop.conf", text, 0600);
	fault_preload(place);
	fault_set(place, "FAULT_NO_CA=1");
	fault_once(place, NULL, 2,
	    SAYS("annot read the system's CA certificates", "nstall the package ca-certificates"));
	fault_need(fault_tries(place) == 0, "it asked nevertheless");
	ends_at_start(place, 2, "nstall the package ca-certificates");
}

/* Another libcurl than the one it was built with. */
static void
other_libcurl(struct place *place)
{
	static const char *const faults[] = { "plain", "old" };
	static const char *const says[] = { "was built without TLS",
		"libcurl 7.64.0 is too old: colltop was built with " };

	place_simulate(place, NULL);
	place_configure(place, NULL);
	fault_preload(place);
	for (size_t i = 0; i < 2; i++) {
		fault_set(place, "FAULT_CURL=%s", faults[i]);
		fault_once(place, NULL, 1, SAYS(says[i], "libcurl"));
		fault_need(fault_tries(place) == 0, "it asked nevertheless");
		ends_at_start(place, 1, says[i]);
		free(place->environment[--place->variables]);
		place->environment[place->variables] = NULL;
	}
}

/* No name is known from the start on. */
static void
no_resolver(struct place *place)
{
	const char *const says[FAULT_PARTS] = { "annot resolve exchange.test",
		"name server (DNS)" };
	struct terminal *terminal;

	fault_aim(place, 0, NULL);
	strlcpy(place->base, "https://exchange.test:9", sizeof place->base);
	place_configure(place, NULL);
	fault_preload(place);
	fault_tell(place, "resolver", 1);
	fault_once(place, NULL, 1, says);
	fault_need(fault_tries(place) == FAULT_SOURCES, "%u tries", fault_tries(place));
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "NO DATA");
	fault_see(terminal, says[0]);
	fault_see(terminal, "Next try in");
	fault_leave(place, terminal);
}

/* Good figures; then connection and name are gone, and after two minutes the remembered name. */
static void
no_resolver_later(struct place *place)
{
	static const char *const clocks[] = { "boottime", "monotonic", "realtime" };
	struct terminal *terminal;

	certificate(place, "DNS:exchange.test", 0);
	simulate(place, "exchange.test", NULL);
	fault_preload(place);
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	fault_tell(place, "resolver", 1);
	place_stop_simulator(place);
	for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++)
		fault_tell(place, clocks[i], 120);
	fault_see(terminal, "annot resolve exchange.test");
	fault_see(terminal, "STALE  2m");
	fault_see(terminal, "[" FAULT_SIMULATED_LTV "]");
	fault_see(terminal, "Next try in");
	fault_tell(place, "resolver", 0);
	for (size_t i = 0; i < ENVIRONMENTS; i++)
		place->keys[i].api_key[0] = '\0';
	place_simulate(place, (const char *const[]){ "--still", NULL });
	terminal_type(terminal, "r");
	fault_see(terminal, "LIVE");
	fault_leave(place, terminal);
}

/* A name of which the first address, by IPv6, swallows everything. */
static void
broken_ipv6(struct place *place)
{
	struct sockaddr_in6 address = { .sin6_family = AF_INET6,
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int listener = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0), fillers[4];
	struct terminal *terminal;
	int64_t began;

	certificate(place, "DNS:exchange.test", 0);
	simulate(place, "exchange.test", NULL);
	address.sin6_port = htons((unsigned short)atoi(place->port));
	/* A machine without IPv6 is broken enough. */
	if (bind(listener, (struct sockaddr *)&address, sizeof address) == 0 &&
	    listen(listener, 0) == 0)
		for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) {
			fillers[i] = socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
			    0);
			connect(fillers[i], (struct sockaddr *)&address, sizeof address);
		}
	fault_preload(place);
	fault_set(place, "FAULT_IPV6=1");
	began = terminal_now();
	fault_once(place, NULL, 0, SAYS("LIVE", "BTC"));
	fault_need(terminal_now() - began < 5000, "it took %d ms", (int)(terminal_now() - began));
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	fault_leave(place, terminal);
}

/* The exchange by a proxy on PORT, whose password is a secret, too. */
static void
aim_by_proxy(struct place *place, unsigned port)
{
	fault_aim(place, 0, NULL);
	strlcpy(place->base, "https://exchange.test", sizeof place->base);
	place_configure(place, "interval = 1\n");
	fault_preload(place);
	fault_set(place, "https_proxy=http://someone:%s@127.0.0.1:%u", place->keys[1].secret_key,
	    port);
}

static void
by_proxy(struct place *place, const char *says)
{
	struct terminal *terminal;

	fault_once(place, NULL, 1, SAYS("via proxy 127.0.0.1:", says, "Check the proxy"));
	fault_need(fault_tries(place) == FAULT_SOURCES, "%u tries", fault_tries(place));
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "NO DATA");
	fault_see(terminal, "via proxy 127.0.0.1:");
	fault_see(terminal, says);
	fault_see(terminal, "Next try in");
	fault_leave(place, terminal);
}

static void
dead_proxy(struct place *place)
{
	unsigned port = 0;
	int listener = raw_listen(&port, 1);

	close(listener);
	aim_by_proxy(place, port);
	by_proxy(place, "Connection refused");
}

static void
proxy_wants_password(struct place *place)
{
	static const struct raw_step script[] = {
		SEND(
		    "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
		    "Content-Length: 0\r\nConnection: close\r\n\r\n"),
		{ .action = RAW_END },
	};
	const struct bad_plan plan = { .script = script };
	struct bad_exchange *proxy = bad_exchange_start(&plan, 0);
	char last[4096];

	aim_by_proxy(place, bad_exchange_port(proxy));
	by_proxy(place, "HTTP 407: it wants a user and a password");
	bad_exchange_last(proxy, "CONNECT", last, sizeof last);
	fault_need(strncmp(last, "CONNECT exchange.test:443 ", 26) == 0, "not asked to connect: %s",
	    last);
	fault_need(!place_has_secret(place, last, strlen(last)) &&
		strcasestr(last, "OK-ACCESS") == NULL,
	    "the proxy saw: %s", last);
	bad_exchange_stop(proxy);
}

static void
unsafe_environment(struct place *place)
{
	char path[320];

	simulate(place, NULL, NULL);
	snprintf(path, sizeof path, "%s/keys", place->home);
	place_write(place, "openssl.cnf", "openssl_conf = nothing of the kind\n[[[\n", 0600);
	fault_set(place, "SSLKEYLOGFILE=%s", path);
	fault_set(place, "OPENSSL_CONF=%s/openssl.cnf", place->home);
	fault_set(place, "OPENSSL_MODULES=%s", place->home);
	fault_once(place, NULL, 0, SAYS("LIVE", "BTC"));
	fault_need(access(path, F_OK) != 0, "the keys of TLS are in a file");
}

const struct fault_row faults_tls[] = {
	{ .name = "fault_01_no_name_at_start", .run = no_resolver },
	{ .name = "fault_02_no_name_later", .run = no_resolver_later },
	{ .name = "fault_16_certificate_of_an_unknown_ca", .run = unknown_ca },
	{ .name = "fault_17_certificate_expired", .run = out_of_date },
	{ .name = "fault_17_certificate_not_yet_valid", .run = not_yet },
	{ .name = "fault_18_certificate_of_another_host", .run = wrong_name },
	{ .name = "fault_19_old_tls", .run = old_tls },
	{ .name = "fault_20_no_ca_bundle", .run = no_ca_bundle },
	{ .name = "fault_21_proxy_is_dead", .run = dead_proxy },
	{ .name = "fault_22_proxy_wants_a_password", .run = proxy_wants_password },
	{ .name = "fault_23_keylog_and_openssl_conf", .run = unsafe_environment },
	{ .name = "fault_24_broken_ipv6", .run = broken_ipv6 },
	{ .name = "fault_89_other_libcurl", .run = other_libcurl },
	{ .name = NULL },
};
