/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "setup/init_ask.h"

#include <string.h>
#include <strings.h>

#include <bsd/string.h>

#include "conf/parse_value.h"
#include "base/text.h"

#define ANSWER_SIZE (SECRETS_FILE_MAX + 1) /* of secrets_scratch() */
#define SECRET_LENGTH 32                   /* a secret key: so many hexadecimal digits */

const char *
init_answer(struct init *init, const char *question)
{
	char *text = secrets_scratch(init->secrets);

	return prompt_line(&init->prompt, question, text, ANSWER_SIZE) ? text : NULL;
}

bool
init_agreed(struct init *init, const char *question, bool standard)
{
	const char *text;

	prompt_forget(&init->prompt);
	text = init_answer(init, question);
	if (text == NULL || text[0] == '\0')
		return text != NULL && standard;
	return text[0] == 'y' || text[0] == 'Y';
}

bool
init_say_problem(struct init *init, const struct cause *cause)
{
	char sentence[CAUSE_SIZE];

	strlcpy(sentence, cause->text, sizeof sentence);
	text_capitalise(sentence);
	prompt_say(&init->prompt, "%s", sentence);
	return false;
}

/* Whose key it is */

bool
init_ask_account(struct init *init)
{
	const char *text = init->options->account_count > 0 ? init->options->accounts[0] : NULL;
	struct cause cause = { "" };

	for (;;) {
		if (text == NULL && (text = init_answer(init, "Account name [main]: ")) == NULL)
			return false;
		if (text[0] == '\0')
			text = "main";
		if (parse_value_account(text, &cause)) {
			strlcpy(init->account.name, text, sizeof init->account.name);
			return true;
		}
		init_say_problem(init, &cause);
		text = NULL;
	}
}

const struct settings_account *
init_known_site(const struct init *init)
{
	long index = settings_account(&init->settings, init->account.name);
	const struct settings_account *there = index < 0 ? NULL : &init->settings.accounts[index];

	return there != NULL &&
		(there->declared || strcmp(there->region, okx_regions[0].name) != 0) ?
	    there :
	    NULL;
}

bool
init_ask_region(struct init *init)
{
	const struct settings_account *there = init_known_site(init);
	struct cause cause = { "" };
	const char *text;

	if (there != NULL) {
		init->account.host = there->host;
		strlcpy(init->account.region, there->region, sizeof init->account.region);
		prompt_say(&init->prompt,
		    "Account %s is set up for region %s, %s; colltop.conf or OKX_SITE says so.",
		    there->name, there->region, there->host.host);
		return true;
	}
	prompt_say(&init->prompt,
	    "Region: the site where the account was opened. Its keys work there alone.");
	for (const struct okx_region *region = okx_regions; region->name != NULL; region++)
		prompt_say(&init->prompt, "  %-8s %s", region->name, region->who);
	for (;;) {
		if ((text = init_answer(init,
			 "Region, or an https:// address of your own [global]: ")) == NULL)
			return false;
		if (text[0] == '\0')
			text = okx_regions[0].name;
		if (strncmp(text, "http", 4) == 0 ?
			settings_base_url(&init->account, text, &cause) :
			settings_region(&init->account, text, &cause))
			return true;
		/*
		 * What is typed unseen is not repeated: it may be a value that came at the wrong
		 * moment.
		 */
		if (init->prompt.quiet)
			prompt_say(&init->prompt, "That is none of the regions.");
		else
			init_say_problem(init, &cause);
	}
}

bool
init_ask_environment(struct init *init)
{
	const char *text;

	for (;;) {
		if ((text = init_answer(init, "Environment, production or demo [production]: ")) ==
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

/* The three values */

static bool
ask_value(struct init *init, enum secrets_field field, const char *question)
{
	const char *text, *fault;

	for (;;) {
		if ((text = init_answer(init, question)) == NULL)
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

bool
init_ask_key(struct init *init)
{
	return ask_value(init, SECRETS_API_KEY, "API key (not shown): ");
}

bool
init_ask_secret(struct init *init)
{
	return ask_value(init, SECRETS_SECRET_KEY, "Secret key (not shown): ");
}

bool
init_ask_passphrase(struct init *init)
{
	return ask_value(init, SECRETS_PASSPHRASE, "Passphrase (not shown): ");
}

static bool
looks_secret(const char *text)
{
	return strlen(text) == SECRET_LENGTH &&
	    strspn(text, "0123456789ABCDEFabcdef") == SECRET_LENGTH;
}

void
init_offer_swap(struct init *init)
{
	char *room = secrets_scratch(init->secrets);
	const char *secret = secrets_stashed(init->secrets, SECRETS_SECRET_KEY);
	const char *passphrase = secrets_stashed(init->secrets, SECRETS_PASSPHRASE);

	if (looks_secret(secret) || !looks_secret(passphrase))
		return;
	prompt_say(&init->prompt,
	    "Secret key and passphrase look swapped: what was typed as the passphrase has a secret key's form.");
	if (!init_agreed(init, "Swap them? Enter, or n: ", true))
		return;
	strlcpy(room, secret, ANSWER_SIZE);
	secrets_stash(init->secrets, SECRETS_SECRET_KEY, passphrase);
	secrets_stash(init->secrets, SECRETS_PASSPHRASE, room);
	secrets_scratch_wipe(init->secrets);
}
