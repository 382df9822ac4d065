/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "setup/init.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <bsd/string.h>

#include "conf/path_check.h"
#include "conf/settings_load.h"
#include "sys/signals.h"
#include "base/text.h"
#include "conf/parse_value.h"
#include "conf/settings.h"
#include "okx/probe.h"
#include "setup/key_file.h"
#include "sys/prompt.h"

#define STATUS_USAGE 2
#define ANSWER_SIZE (SECRETS_FILE_MAX + 1) /* of secrets_scratch() */
#define SECRET_LENGTH 32                   /* hexadecimal digits of a secret key */

struct init {
	const struct options *options;
	struct secrets *secrets;
	struct settings settings;
	struct prompt prompt;
	struct okx_probe probe;
	struct settings_account account; /* as it is being set up */
	enum environment environment;
	struct key_file key_file;
	char ca_file[PATH_MAX]; /* --ca-file, absolute; "" for none */
	int status;             /* of what went wrong last */
};

/* Reads an answer into locked memory; NULL after Ctrl-D or a signal. */
static const char *
read_answer(struct init *init, const char *question)
{
	char *text = secrets_scratch(init->secrets);

	return prompt_line(&init->prompt, question, text, ANSWER_SIZE) ? text : NULL;
}

/* Whether the answer begins with y; an empty one is STANDARD. */
static bool
agreed(struct init *init, const char *question, bool standard)
{
	const char *text;

	prompt_forget(&init->prompt);
	text = read_answer(init, question);
	if (text == NULL || text[0] == '\0')
		return text != NULL && standard;
	return text[0] == 'y' || text[0] == 'Y';
}

/* Says the cause as a sentence, and returns false. */
static bool
say_problem(struct init *init, const struct cause *cause)
{
	char sentence[CAUSE_SIZE];

	strlcpy(sentence, cause->text, sizeof sentence);
	text_capitalise(sentence);
	prompt_say(&init->prompt, "%s", sentence);
	return false;
}

/* The questions. Each is repeated until the answer can be used; false after Ctrl-D or a signal. */

static bool
ask_account(struct init *init)
{
	const char *text = init->options->account_count > 0 ? init->options->accounts[0] : NULL;
	struct cause cause = { "" };

	for (;;) {
		if (text == NULL && (text = read_answer(init, "Account name [main]: ")) == NULL)
			return false;
		if (text[0] == '\0')
			text = "main";
		if (parse_value_account(text, &cause)) {
			strlcpy(init->account.name, text, sizeof init->account.name);
			return true;
		}
		say_problem(init, &cause);
		text = NULL;
	}
}

/* The account as configuration or environment place it, or NULL. */
static const struct settings_account *
known_site(const struct init *init)
{
	long index = settings_account(&init->settings, init->account.name);
	const struct settings_account *there = index < 0 ? NULL : &init->settings.accounts[index];

	if (there == NULL || there->declared || strcmp(there->region, okx_regions[0].name) != 0)
		return there;
	return NULL;
}

static bool
ask_region(struct init *init)
{
	const struct settings_account *there = known_site(init);
	struct cause cause = { "" };
	const char *text;

	if (there != NULL) {
		init->account.host = there->host;
		strlcpy(init->account.region, there->region, sizeof init->account.region);
		prompt_say(&init->prompt, "Account %s is set up for region %s, %s, as %s says.",
		    there->name, there->region, there->host.host,
		    there->variable != NULL ? there->variable : "colltop.conf");
		return true;
	}
	prompt_say(&init->prompt,
	    "Region: the site where the account was opened. Its keys work there alone.");
	for (const struct okx_region *region = okx_regions; region->name != NULL; region++)
		prompt_say(&init->prompt, "  %-8s %s", region->name, region->who);
	for (;;) {
		if ((text = read_answer(init,
			 "Region, or an https:// address of your own [global]: ")) == NULL)
			return false;
		if (text[0] == '\0')
			text = okx_regions[0].name;
		if (strncmp(text, "http", 4) == 0 ?
			settings_base_url(&init->account, text, &cause) :
			settings_region(&init->account, text, &cause))
			return true;
		/* What is typed unseen is not repeated: it may be a secret in the wrong place. */
		if (init->prompt.quiet)
			prompt_say(&init->prompt, "That is none of the regions.");
		else
			say_problem(init, &cause);
	}
}

static bool
ask_environment(struct init *init)
{
	const char *text;

	for (;;) {
		if ((text = read_answer(init, "Environment, production or demo [production]: ")) ==
		    NULL)
			return false;
		for (int i = 0; i < ENVIRONMENTS; i++) {
			const char *name = environment_name((enum environment)i);

			init->environment = (enum environment)i;
			if (strncasecmp(text, name, strlen(text)) == 0)
				return true;
		}
		prompt_say(&init->prompt,
		    "A key is made in production or in demo trading; type one of these words.");
	}
}

static bool
ask_value(struct init *init, enum secrets_field field, const char *question)
{
	const char *text, *fault;

	for (;;) {
		if ((text = read_answer(init, question)) == NULL)
			return false;
		fault = secrets_fault(text);
		if (fault == NULL)
			break;
		prompt_say(&init->prompt, "What was typed %s; once more, please.", fault);
	}
	secrets_stash(init->secrets, field, text);
	secrets_scratch_wipe(init->secrets);
	return true;
}

static bool
ask_api_key(struct init *init)
{
	return ask_value(init, SECRETS_API_KEY, "API key (not shown): ");
}

static bool
ask_secret_key(struct init *init)
{
	return ask_value(init, SECRETS_SECRET_KEY, "Secret key (not shown): ");
}

static bool
ask_passphrase(struct init *init)
{
	return ask_value(init, SECRETS_PASSPHRASE, "Passphrase (not shown): ");
}

static bool
looks_secret(const char *text)
{
	return strlen(text) == SECRET_LENGTH &&
	    strspn(text, "0123456789ABCDEFabcdef") == SECRET_LENGTH;
}

/* Offers to swap secret key and passphrase where each looks like the other. */
static void
offer_swap(struct init *init)
{
	char *room = secrets_scratch(init->secrets);
	const char *secret = secrets_stashed(init->secrets, SECRETS_SECRET_KEY);
	const char *passphrase = secrets_stashed(init->secrets, SECRETS_PASSPHRASE);

	if (looks_secret(secret) || !looks_secret(passphrase))
		return;
	prompt_say(&init->prompt,
	    "Secret key and passphrase look swapped: what was typed as the passphrase has a secret key's form.");
	if (!agreed(init, "Swap them? Enter, or n: ", true))
		return;
	strlcpy(room, secret, ANSWER_SIZE);
	secrets_stash(init->secrets, SECRETS_SECRET_KEY, passphrase);
	secrets_stash(init->secrets, SECRETS_PASSPHRASE, room);
	secrets_scratch_wipe(init->secrets);
}

/* What can be asked for again: what enum okx_blame names, and the way out. */
enum { CHOICE_QUIT = OKX_BLAME_ENVIRONMENT + 1, CHOICES };

static const struct {
	const char *word;
	bool (*prompt)(struct init *init);
} choices[CHOICES] = {
	[OKX_BLAME_NONE] = { "try", NULL },
	[OKX_BLAME_KEY] = { "key", ask_api_key },
	[OKX_BLAME_SECRET] = { "secret", ask_secret_key },
	[OKX_BLAME_PASSPHRASE] = { "passphrase", ask_passphrase },
	[OKX_BLAME_REGION] = { "region", ask_region },
	[OKX_BLAME_ENVIRONMENT] = { "environment", ask_environment },
	[CHOICE_QUIT] = { "quit", NULL },
};

/* Decides which files to write. False: they cannot or must not be written. */
static bool
choose_place(struct init *init)
{
	const struct okx_region *region = okx_host_region(init->account.region);
	const struct key_file_wish wish = {
		.account = init->account.name,
		.region = region != NULL ? region->name : NULL,
		.base_url = init->account.host.base_url,
		.ca_file = init->ca_file[0] != '\0' ? init->ca_file : NULL,
		.environment = init->environment,
	};
	struct cause cause = { "" };
	char shown[256];

	if (!key_file_choose(&init->key_file, &init->settings, &wish, &cause)) {
		init->status = STATUS_USAGE;
		return say_problem(init, &cause);
	}
	if (!init->key_file.taken)
		return true;
	path_check_show(shown, sizeof shown, init->key_file.file);
	prompt_say(&init->prompt, "%s is there already.", shown);
	if (agreed(init,
		"Write over it once OKX has accepted the new key? y, or Enter for no: ", false))
		return true;
	prompt_say(&init->prompt, "It stays as it is.");
	return false;
}

static bool
fail_locally(struct okx_failure *failure, int status, const struct cause *cause)
{
	*failure = (struct okx_failure){ .exit = status };
	strlcpy(failure->text, cause->text, sizeof failure->text);
	return false;
}

/* Points the probe at the exchange as the account and the command line say. */
static bool
aim_probe(struct init *init, struct okx_failure *failure)
{
	const struct settings_account *there = known_site(init);
	struct okx_http_route route = settings_route(&init->settings,
	    there != NULL ? (size_t)(there - init->settings.accounts) : 0);
	struct cause cause = { "" };

	route.host = init->account.host;
	if (there == NULL) {
		route.ca_file = init->options->ca_file;
		route.proxy = NULL;
	}
	init->probe.account_id = settings_account_id(&init->account, init->environment);
	return okx_http_aim(init->probe.http, &route, &cause) ||
	    fail_locally(failure, OKX_EXIT_NO_ANSWER, &cause);
}

/* Asks the exchange about the key. True with what it says of it. */
static bool
try_key(struct init *init, struct okx_key_info *key, struct okx_failure *failure)
{
	struct okx_probe *probe = &init->probe;
	struct secrets *secrets = init->secrets;
	char skew[OKX_CLOCK_SKEW_SIZE], advice[OKX_TEXT_SIZE];
	struct okx_parsed parsed;
	struct cause cause = { "" };

	if (!secrets_put(secrets, init->environment, secrets_stashed(secrets, SECRETS_API_KEY),
		secrets_stashed(secrets, SECRETS_SECRET_KEY),
		secrets_stashed(secrets, SECRETS_PASSPHRASE), "what was typed", &cause))
		return fail_locally(failure, OKX_EXIT_REFUSED, &cause);
	probe->keys = secrets_keyring(secrets);
	if (!aim_probe(init, failure))
		return false;
	prompt_say(&init->prompt, "Asking %s ...", init->account.host.host);
	/* An error from the exchange does not matter here, a failed connection does. */
	if (!okx_probe_clock(probe, failure) && probe->net_error != OKX_NET_ERROR_OK)
		return false;
	okx_probe_skew(probe, skew, advice);
	if (advice[0] != '\0')
		prompt_say(&init->prompt, "Clock %s. %s", skew, advice);
	if (!okx_probe_ask(probe, OKX_ENDPOINT_CONFIG, &parsed, failure))
		return false;
	*key = parsed.key;
	return true;
}

/* Asks what to enter again; BLAMED is the default. CHOICE_QUIT after Ctrl-D or a signal. */
static int
ask_again(struct init *init, enum okx_blame blamed)
{
	char question[128];
	const char *text;

	/* A region from the configuration cannot be entered again; the key can. */
	if (blamed == OKX_BLAME_REGION && known_site(init) != NULL)
		blamed = OKX_BLAME_KEY;
	snprintf(question, sizeof question,
	    "Again: key, secret, passphrase, region, environment; or try, or quit [%s]: ",
	    choices[blamed].word);
	prompt_forget(&init->prompt);
	for (;;) {
		if ((text = read_answer(init, question)) == NULL)
			return CHOICE_QUIT;
		if (text[0] == '\0')
			return (int)blamed;
		for (int i = 0; i < CHOICES; i++)
			if (strncasecmp(text, choices[i].word, strlen(text)) == 0)
				return i;
		prompt_say(&init->prompt, "That is none of these words.");
	}
}

/* Says why the key was not accepted, and asks again for what is to blame. */
static bool
mend(struct init *init, const struct okx_failure *failure)
{
	char sentence[2 * OKX_TEXT_SIZE] = "";
	int choice;

	init->status = failure->exit;
	text_add_sentence(sentence, sizeof sentence, failure->text);
	text_add_sentence(sentence, sizeof sentence, failure->advice);
	text_capitalise(sentence);
	prompt_say(&init->prompt, "%s", sentence);
	choice = ask_again(init, failure->blame);
	if (choice == CHOICE_QUIT)
		return false;
	if (choices[choice].prompt != NULL && !choices[choice].prompt(init))
		return false;
	if (choice == OKX_BLAME_REGION || choice == OKX_BLAME_ENVIRONMENT)
		return choose_place(init);
	offer_swap(init);
	return true;
}

/* Tries until the exchange accepts a key that the person wants to keep. */
static bool
find_key(struct init *init)
{
	char warning[OKX_KEY_WARNING_SIZE];
	struct okx_failure failure;
	struct okx_key_info key;

	for (;;) {
		if (!try_key(init, &key, &failure)) {
			if (init->probe.interrupted || !mend(init, &failure))
				return false;
			continue;
		}
		prompt_say(&init->prompt, "OKX accepts the key: label \"%s\", user %s, %s%s%s.",
		    key.label, key.uid, key.permissions,
		    key.addresses[0] != '\0' ? ", from no other address than " :
					       ", from any address",
		    key.addresses);
		if (!okx_key_warning(warning, &key))
			return true;
		init->status = OKX_EXIT_REFUSED;
		text_capitalise(warning);
		prompt_say(&init->prompt, "%s.", warning);
		if (agreed(init, "Use it all the same? y, or Enter to enter another: ", false))
			return true;
		if (init->prompt.left || !ask_api_key(init) || !ask_secret_key(init) ||
		    !ask_passphrase(init))
			return false;
	}
}

static bool
write_key(struct init *init)
{
	struct cause cause = { "" };
	char shown[256];

	if (!key_file_write(&init->key_file, init->secrets, init->environment, &cause)) {
		init->status = STATUS_USAGE;
		return say_problem(init, &cause);
	}
	path_check_show(shown, sizeof shown, init->key_file.file);
	prompt_say(&init->prompt, "Written: %s", shown);
	if (init->key_file.block != NULL) {
		path_check_show(shown, sizeof shown, init->key_file.configuration);
		prompt_say(&init->prompt, "Written: account %s in %s", init->account.name, shown);
	}
	return true;
}

/* The command to type next, with the options that it needs. */
static void
say_next(struct init *init)
{
	bool first = strcmp(init->settings.accounts[0].name, init->account.name) == 0;
	char config[300] = "";

	if (init->options->config != NULL) {
		char shown[256];

		path_check_show(shown, sizeof shown, init->options->config);
		snprintf(config, sizeof config, " --config %s", shown);
	}
	prompt_say(&init->prompt, "Type next:  colltop%s%s%s%s", config, first ? "" : " -A ",
	    first ? "" : init->account.name,
	    init->environment == ENVIRONMENT_DEMO ? " --demo" : "");
}

static bool
set_up_account(struct init *init)
{
	prompt_say(&init->prompt,
	    "Make an API key at OKX with the permission Read and nothing else, bound to "
	    "this machine's address if you can. Nothing is written before OKX has accepted it; "
	    "Ctrl-C leaves all as it is.");
	if (!ask_account(init) || !ask_region(init))
		return false;
	init->environment = init->options->environment >= 0 ?
	    (enum environment)init->options->environment :
	    ENVIRONMENT_PRODUCTION;
	if (init->options->environment < 0 && !ask_environment(init))
		return false;
	if (!choose_place(init))
		return false;
	prompt_quiet(&init->prompt);
	if (!ask_api_key(init) || !ask_secret_key(init) || !ask_passphrase(init))
		return false;
	offer_swap(init);
	if (!find_key(init) || init->prompt.left || !write_key(init))
		return false;
	say_next(init);
	return true;
}

/* Whatever must be in place before anything is asked. */
static bool
begin_dialogue(struct init *init, struct cause *cause)
{
	struct options options = *init->options;

	/* The account need not be there yet. */
	options.account_count = 0;
	if (!settings_load(&init->settings, &options, cause) ||
	    !key_file_possible(&init->settings, cause) || !signals_start(cause))
		return false;
	if (options.ca_file != NULL && realpath(options.ca_file, init->ca_file) == NULL)
		return cause_set(cause, "the CA file %s cannot be found", options.ca_file);
	return prompt_open(&init->prompt, cause);
}

int
init_run(const struct options *options, struct secrets *secrets, int *signal)
{
	struct init init = {
		.options = options,
		.secrets = secrets,
		.prompt = { .fd = -1 },
		.status = OKX_EXIT_NO_ANSWER,
	};
	struct cause cause = { "" };

	if (!begin_dialogue(&init, &cause)) {
		fprintf(stderr, "colltop: %s\n", cause.text);
		init.status = STATUS_USAGE;
	} else {
		init.probe = (struct okx_probe){ .http = okx_http_new(OKX_ENDPOINTS),
			.interrupt = signals_descriptor(),
			.ends = prompt_ended,
			.self = &init.prompt };
		if (set_up_account(&init))
			init.status = 0;
		else if (!init.prompt.left)
			prompt_say(&init.prompt, "Nothing was written.");
		okx_http_free(init.probe.http);
	}
	*signal = init.prompt.signal;
	prompt_close(&init.prompt);
	key_file_clear(&init.key_file);
	settings_clear(&init.settings);
	return init.status;
}
