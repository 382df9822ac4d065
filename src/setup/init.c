/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "setup/init.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <bsd/string.h>

#include "setup/init_ask.h"
#include "conf/path_check.h"
#include "conf/settings_load.h"
#include "sys/signals.h"
#include "base/text.h"

#define STATUS_USAGE 2

/* What can be asked for again; behind enum okx_blame, whose rows come first, stands the way out. */
enum { CHOICE_QUIT = OKX_BLAME_ENVIRONMENT + 1, CHOICES };

static const struct {
	const char *word;
	bool (*prompt)(struct init *init);
} choices[CHOICES] = {
	[OKX_BLAME_NONE] = { "try", NULL },
	[OKX_BLAME_KEY] = { "key", init_ask_key },
	[OKX_BLAME_SECRET] = { "secret", init_ask_secret },
	[OKX_BLAME_PASSPHRASE] = { "passphrase", init_ask_passphrase },
	[OKX_BLAME_REGION] = { "region", init_ask_region },
	[OKX_BLAME_ENVIRONMENT] = { "environment", init_ask_environment },
	[CHOICE_QUIT] = { "quit", NULL },
};

/* Where it goes, and whether it may. False: STATUS or the person says why not. */
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
		return init_say_problem(init, &cause);
	}
	if (!init->key_file.taken)
		return true;
	pathcheck_show(shown, sizeof shown, init->key_file.file);
	prompt_say(&init->prompt, "%s is there already.", shown);
	if (init_agreed(init,
		"Write over it once OKX has accepted the new key? y, or Enter for no: ", false))
		return true;
	prompt_say(&init->prompt, "It stays as it is.");
	return false;
}

/* The try */

static bool
fail(struct okx_failure *failure, int status, const struct cause *cause)
{
	*failure = (struct okx_failure){ .exit = status };
	strlcpy(failure->text, cause->text, sizeof failure->text);
	return false;
}

/* Points the probe at the exchange as the account and the command line say. */
static bool
aim(struct init *init, struct okx_failure *failure)
{
	const struct settings_account *there = init_known_site(init);
	struct okx_http_route route = settings_route(&init->settings,
	    there != NULL ? (size_t)(there - init->settings.accounts) : 0);
	struct account_id *account_id = &init->probe.account_id;
	struct cause cause = { "" };

	route.host = init->account.host;
	if (there == NULL) {
		route.ca_file = init->options->ca_file;
		route.proxy = NULL;
	}
	*account_id = (struct account_id){ .environment = init->environment };
	strlcpy(account_id->account, init->account.name, sizeof account_id->account);
	strlcpy(account_id->region, init->account.region, sizeof account_id->region);
	strlcpy(account_id->host, init->account.host.host, sizeof account_id->host);
	return okx_http_aim(init->probe.http, &route, &cause) ||
	    fail(failure, OKX_EXIT_NO_ANSWER, &cause);
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
		return fail(failure, OKX_EXIT_REFUSED, &cause);
	probe->keys = secrets_keyring(secrets);
	if (!aim(init, failure))
		return false;
	prompt_say(&init->prompt, "Asking %s ...", init->account.host.host);
	/* A clock that cannot be had is no obstacle, but a way that ends before an answer is. */
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

/* Asks what to enter again, BLAMED without an answer. CHOICE_QUIT where the person has left. */
static int
ask_again(struct init *init, enum okx_blame blamed)
{
	char question[128];
	const char *text;

	/* Where it is the configuration that says the region, the key is what can be entered. */
	if (blamed == OKX_BLAME_REGION && init_known_site(init) != NULL)
		blamed = OKX_BLAME_KEY;
	snprintf(question, sizeof question,
	    "Again: key, secret, passphrase, region, environment; or try, or quit [%s]: ",
	    choices[blamed].word);
	prompt_forget(&init->prompt);
	for (;;) {
		if ((text = init_answer(init, question)) == NULL)
			return CHOICE_QUIT;
		if (text[0] == '\0')
			return (int)blamed;
		for (int i = 0; i < CHOICES; i++)
			if (strncasecmp(text, choices[i].word, strlen(text)) == 0)
				return i;
		prompt_say(&init->prompt, "That is none of these words.");
	}
}

/*
 * Says what the exchange, or the way to it, has against the key, and asks for that one
 * thing again.
 */
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
	init_offer_swap(init);
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
		if (init_agreed(init, "Use it all the same? y, or Enter to enter another: ", false))
			return true;
		if (init->prompt.left || !init_ask_key(init) || !init_ask_secret(init) ||
		    !init_ask_passphrase(init))
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
		return init_say_problem(init, &cause);
	}
	pathcheck_show(shown, sizeof shown, init->key_file.file);
	prompt_say(&init->prompt, "Written: %s", shown);
	if (init->key_file.block != NULL) {
		pathcheck_show(shown, sizeof shown, init->key_file.configuration);
		prompt_say(&init->prompt, "Written: account %s in %s", init->account.name, shown);
	}
	return true;
}

/* The line to type next: what colltop would not do by itself has to be said. */
static void
say_next(struct init *init)
{
	bool first = strcmp(init->settings.accounts[0].name, init->account.name) == 0;
	char config[300] = "";

	if (init->options->config != NULL) {
		char shown[256];

		pathcheck_show(shown, sizeof shown, init->options->config);
		snprintf(config, sizeof config, " --config %s", shown);
	}
	prompt_say(&init->prompt, "Type next:  colltop%s%s%s%s", config, first ? "" : " -A ",
	    first ? "" : init->account.name,
	    init->environment == ENVIRONMENT_DEMO ? " --demo" : "");
}

static bool
set_up(struct init *init)
{
	prompt_say(&init->prompt,
	    "Make an API key at OKX with the permission Read and nothing else, bound to this machine's");
	prompt_say(&init->prompt,
	    "address if you can. Nothing is written before OKX has accepted it; Ctrl-C leaves all as it is.");
	if (!init_ask_account(init) || !init_ask_region(init))
		return false;
	init->environment = init->options->environment >= 0 ?
	    (enum environment)init->options->environment :
	    ENVIRONMENT_PRODUCTION;
	if (init->options->environment < 0 && !init_ask_environment(init))
		return false;
	if (!choose_place(init))
		return false;
	prompt_quiet(&init->prompt);
	if (!init_ask_key(init) || !init_ask_secret(init) || !init_ask_passphrase(init))
		return false;
	init_offer_swap(init);
	if (!find_key(init) || init->prompt.left || !write_key(init))
		return false;
	say_next(init);
	return true;
}

/* What has to be there before anything is asked. */
static bool
prepare(struct init *init, struct cause *cause)
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

	if (!prepare(&init, &cause)) {
		fprintf(stderr, "colltop: %s\n", cause.text);
		init.status = STATUS_USAGE;
	} else {
		init.probe = (struct okx_probe){ .http = okx_http_new(OKX_ENDPOINTS),
			.interrupt = signals_descriptor(),
			.ends = prompt_ended,
			.self = &init.prompt };
		if (set_up(&init))
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
