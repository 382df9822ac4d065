/* SPDX-License-Identifier: ISC */
/*
 * play FILE.keys: plays the scenes of a file, each as a test. A scene is a line "scene
 * NAME" and what follows, a step a line: a verb and its words (below), the words in
 * quotes where they have blanks or \e \r \n \t \xHH in them. What is to be seen stands in
 * FILE.screen, beside it: picture.c. Lines with # are comments.
 */
#include "test.h"

#include <bsd/string.h>

#include "app/messages.h"
#include "base/xmalloc.h"
#include "screen/loanstart.h"

#define WORDS 32

static char path[4096]; /* of the file */
static char subject[64];

struct scene {
	char *name;
	char *steps;
	int line; /* of the first step */
};

struct play {
	struct harness *h;
	int line;
	bool wanted;            /* what the step looks for is to be there */
	char *words[WORDS + 1]; /* the verb's words, and NULL */
	char *bodies[64];       /* answers that are made here */
	size_t count;
};

static void complain(const struct play *play, const char *what, const char *word)
    __attribute__((noreturn));

static void
complain(const struct play *play, const char *what, const char *word)
{
	fail_msg("%s:%d: %s%s%s", path, play->line, what, word == NULL ? "" : ": ",
	    word == NULL ? "" : word);
	abort();
}

#define ANSWER(name) #name, name
/* The answers by their names in answers.h and loans.h. */
TABLE(answers, const char *name, *body) = { { ANSWER(FORTY) }, { ANSWER(FUNDING) },
	{ ANSWER(FUNDING_DOZEN) }, { ANSWER(LIST_SPARE) }, { ANSWER(LOAN_ABOVE_MARKET) },
	{ ANSWER(LOAN_CALL) }, { ANSWER(LOAN_COIN_DEBT) }, { ANSWER(LOAN_DISAGREES) },
	{ ANSWER(LOAN_HALVED) }, { ANSWER(LOAN_LIQUIDATION) }, { ANSWER(LOAN_NO_COVER) },
	{ ANSWER(LOAN_NO_DEBT) }, { ANSWER(LOAN_OK) }, { ANSWER(LOAN_SAME_COIN) },
	{ ANSWER(LOAN_SOLD) }, { ANSWER(LOAN_TWO) }, { ANSWER(LOAN_UNKNOWN) },
	{ ANSWER(LOAN_WATCH) }, { ANSWER(NO_ASSETS) }, { ANSWER(NO_BALANCES) }, { ANSWER(NO_LOAN) },
	{ ANSWER(PARTIAL) }, { ANSWER(PRICES_LATER) }, { ANSWER(PRICES_NOW) }, { ANSWER(SMALL) },
	{ ANSWER(THREE) }, { ANSWER(THREE_LATER) }, { ANSWER(TIERS_SOL) },
	{ ANSWER(TIERS_SOL_LOWER) }, { ANSWER(PAIR_ETH_BTC) }, { ANSWER(MAINTENANCE_SOON) },
	{ ANSWER(NO_NOTICE) } };

/* Keeps a body until the scene is over. */
static const char *
keep(struct play *play, char *body)
{
	assert_true(play->count < sizeof play->bodies / sizeof *play->bodies);
	return play->bodies[play->count++] = body;
}

/* One element of a list: FORMAT has a %s for each word of TEXT. */
static void
element(struct play *play, FILE *out, const char *format, const char *text)
{
	char *copy = xstrdup(text), *at = copy;

	for (; *format != '\0'; format++)
		if (format[0] == '%' && format[1] == 's') {
			if (at == NULL)
				complain(play, "a word is missing", text);
			fputs(strsep(&at, " "), out);
			format++;
		} else
			fputc(*format, out);
	if (at != NULL)
		complain(play, "a word too many", text);
	free(copy);
}

/* "CCY AMOUNT, CCY AMOUNT" as coins of an order. */
static void
coins(struct play *play, FILE *out, const char *text)
{
	char *copy = xstrdup(text), *at = copy, *coin;

	while ((coin = strsep(&at, ",")) != NULL) {
		coin += strspn(coin, " ");
		if (*coin != '\0')
			element(play, out, COIN("%s", "%s"), coin);
		if (at != NULL)
			fputc(',', out);
	}
	free(copy);
}

/* The kinds of answers that are lists, and an element of each. */
TABLE(lists, const char *name, *head, *element, *tail) = {
	{ "assets", "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"assets\":[", ASSET("%s", "%s", "%s"),
	    "]}]}" },
	{ "balances", "{\"code\":\"0\",\"msg\":\"\",\"data\":[",
	    "{\"ccy\":\"%s\",\"bal\":\"%s\",\"frozenBal\":\"0\",\"availBal\":\"%s\"}", "]}" },
	{ "prices", "{\"code\":\"0\",\"msg\":\"\",\"data\":[", PRICE_OPENED("%s", "%s", "%s"),
	    "]}" },
};

/*
 * The body that WORDS tell: a name, - for none, "refusal CODE TEXT"; "assets", "balances" or
 * "prices" with an element in quotes for each ("CCY AMOUNT VALUE", "CCY BALANCE AVAILABLE",
 * "CCY PRICE OPEN"); "order ID PLEDGED OWED DEBT SECURED LTV CALL LIQUIDATION", PLEDGED
 * and OWED in quotes as "CCY AMOUNT, CCY AMOUNT", once for each order. *TAKEN: how many words it took.
 */
static const char *
body_of(struct play *play, char **words, size_t *taken)
{
	char *made = NULL;
	size_t size = 0;
	FILE *out;

	*taken = 1;
	if (words[0] == NULL)
		complain(play, "an answer is missing", NULL);
	if (strcmp(words[0], "-") == 0)
		return NULL;
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
		if (strcmp(answers[i].name, words[0]) == 0)
			return answers[i].body;
	out = open_memstream(&made, &size);
	if (strcmp(words[0], "refusal") == 0 && words[1] != NULL && words[2] != NULL) {
		fprintf(out, REFUSAL("%s", "%s"), words[1], words[2]);
		*taken = 3;
	} else if (strcmp(words[0], "order") == 0) {
		fputs("{\"code\":\"0\",\"msg\":\"\",\"data\":[", out);
		for (char **at = words; *at != NULL && strcmp(*at, "order") == 0; at += 9) {
			for (int i = 1; i < 9; i++)
				if (at[i] == NULL)
					complain(play, "an order has 8 words", NULL);
			fprintf(out, "%s{\"ordId\":\"%s\",\"collateralData\":[",
			    at == words ? "" : ",", at[1]);
			coins(play, out, at[2]);
			fputs("],\"loanData\":[", out);
			coins(play, out, at[3]);
			fprintf(out,
			    "],\"loanNotionalUsd\":\"%s\",\"collateralNotionalUsd\":\"%s\","
			    "\"curLTV\":\"%s\",\"marginCallLTV\":\"%s\",\"liqLTV\":\"%s\","
			    "\"riskWarningData\":" NO_WARNING "}",
			    at[4], at[5], at[6], at[7], at[8]);
			*taken = (size_t)(at + 9 - words);
		}
		fputs("]}", out);
	} else {
		size_t list = 0;

		while (
		    list < sizeof lists / sizeof *lists && strcmp(lists[list].name, words[0]) != 0)
			list++;
		if (list == sizeof lists / sizeof *lists)
			complain(play, "no such answer", words[0]);
		fputs(lists[list].head, out);
		for (; words[*taken] != NULL && strchr(words[*taken], ' ') != NULL; ++*taken) {
			if (*taken > 1)
				fputc(',', out);
			element(play, out, lists[list].element, words[*taken]);
		}
		fputs(lists[list].tail, out);
	}
	fclose(out);
	return keep(play, made);
}

/* WIDTHxHEIGHT */
static bool
read_size(const char *word, int *width, int *height)
{
	char rest;

	return sscanf(word, "%dx%d%c", width, height, &rest) == 2;
}

static int64_t
number(const struct play *play, const char *word)
{
	char *end = NULL;
	long value = word == NULL ? 0 : strtol(word, &end, 10);

	if (end == NULL || end == word || *end != '\0')
		complain(play, "a number is missing", word);
	return value;
}

static const char *
text(const struct play *play, size_t index)
{
	for (size_t i = 0; i <= index; i++)
		if (play->words[i] == NULL)
			complain(play, "a word is missing", NULL);
	return play->words[index];
}

/*
 * start [WIDTHxHEIGHT] [OPTION]...: the program without an answer; with "loan ANSWER
 * [prices ANSWER] [funding ANSWER]" as loan_start_with() does.
 */
static void
start(struct play *play)
{
	struct harness_options options = { .width = 80 };
	const char *loans = NULL, *prices = PRICES_NOW, *funding = FUNDING;
	const struct {
		const char *name, **to;
	} bodies[] = { { "loan", &loans }, { "prices", &prices }, { "funding", &funding } },
	  texts[] = { { "ccy", &options.ccy }, { "locale", &options.locale },
		  { "terminal", &options.terminal } };
	const struct {
		const char *name;
		bool *to;
	} flags[] = { { "demo", &options.demo }, { "only-production", &options.only_production },
		{ "simulated", &options.simulated }, { "notices", &options.notices } };

	for (size_t i = 0, taken; play->words[i] != NULL; i += taken) {
		const char *word = play->words[i];

		taken = read_size(word, &options.width, &options.height);
		for (size_t k = 0; k < sizeof flags / sizeof *flags; k++)
			if (strcmp(flags[k].name, word) == 0) {
				*flags[k].to = true;
				taken = 1;
			}
		for (size_t k = 0; k < sizeof bodies / sizeof *bodies; k++)
			if (strcmp(bodies[k].name, word) == 0) {
				*bodies[k].to = body_of(play, play->words + i + 1, &taken);
				taken++;
			}
		for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
			if (strcmp(texts[k].name, word) == 0) {
				*texts[k].to = text(play, i + 1);
				taken = 2;
			}
		if (strcmp(word, "accounts") == 0) {
			options.accounts = (unsigned)number(play, play->words[i + 1]);
			taken = 2;
		}
		if (taken == 0)
			complain(play, "no such option", word);
	}
	play->h = loans == NULL ? harness_start(&options) :
				  loan_start_with(&options, loans, prices, funding);
}

/* answer [STATUS] ANSWER: to the request for the assets. */
static void
answer(struct play *play)
{
	bool told = play->words[0] != NULL && strspn(play->words[0], "0123456789") == 3;
	size_t taken;

	harness_answer(play->h, told ? (int)number(play, play->words[0]) : 200,
	    body_of(play, play->words + told, &taken));
}

/* loan ANSWER [ANSWER]: what loan info, and index prices, answer from now on. */
static void
loan(struct play *play)
{
	size_t taken, more;
	const char *loans = body_of(play, play->words, &taken), *prices = NULL;

	if (play->words[taken] != NULL)
		prices = body_of(play, play->words + taken, &more);
	harness_loan(play->h, loans, prices);
}

static enum okx_endpoint_id
endpoint_of(const struct play *play, const char *name)
{
	static const char *const names[OKX_ENDPOINTS] = { [OKX_ENDPOINT_LOAN_INFO] = "loan-info",
		[OKX_ENDPOINT_BALANCES] = "balances",
		[OKX_ENDPOINT_INDEX_TICKERS] = "index-tickers",
		[OKX_ENDPOINT_TIERS] = "tiers",
		[OKX_ENDPOINT_EMODE] = "emode",
		[OKX_ENDPOINT_STATUS] = "status" };

	for (int i = 0; i < OKX_ENDPOINTS; i++)
		if (names[i] != NULL && strcmp(names[i], name) == 0)
			return (enum okx_endpoint_id)i;
	complain(play, "no such endpoint", name);
}

/* always ENDPOINT ANSWER: what it answers from now on; no time passes. */
static void
always(struct play *play)
{
	size_t taken;

	exchange_always(play->h->http, endpoint_of(play, text(play, 0)),
	    body_of(play, play->words + 1, &taken));
}

/* always-break ENDPOINT [timeout] DETAIL: from now on it fails below HTTP. */
static void
always_break(struct play *play)
{
	bool timeout = play->words[0] != NULL && play->words[1] != NULL && play->words[2] != NULL;

	exchange_always_break(play->h->http, endpoint_of(play, text(play, 0)),
	    timeout ? OKX_NET_ERROR_TIMEOUT : OKX_NET_ERROR_CONNECT, text(play, 1 + timeout));
}

/* pass MS: time passes while the list is answered. */
static void
pass(struct play *play)
{
	for (int64_t ms = number(play, play->words[0]); ms > 0; ms -= 1000) {
		if (exchange_asked(play->h->http, OKX_ENDPOINT_COLLATERAL_ASSETS))
			exchange_answer(play->h->http, OKX_ENDPOINT_COLLATERAL_ASSETS, 200,
			    LIST_SPARE);
		harness_wait(play->h, 1000);
	}
}

/* break, break-loan [timeout] DETAIL: the next answer fails below HTTP, in connecting otherwise. */
static void
break_off(struct play *play)
{
	bool timeout = play->words[1] != NULL;

	harness_break(play->h, timeout ? OKX_NET_ERROR_TIMEOUT : OKX_NET_ERROR_CONNECT,
	    text(play, timeout));
}

static void
break_loan(struct play *play)
{
	bool timeout = play->words[1] != NULL;

	harness_break_loan(play->h, timeout ? OKX_NET_ERROR_TIMEOUT : OKX_NET_ERROR_CONNECT,
	    text(play, timeout));
}

static void
funding(struct play *play)
{
	size_t taken;

	harness_funding(play->h, body_of(play, play->words, &taken));
}

static void
next_try(struct play *play)
{
	harness_next_try(play->h, number(play, play->words[0]));
}

static void
type(struct play *play)
{
	harness_type(play->h, text(play, 0));
}

static void
pause_for(struct play *play)
{
	harness_wait(play->h, number(play, play->words[0]));
}

static void
resize(struct play *play)
{
	int width, height;

	if (!read_size(text(play, 0), &width, &height))
		complain(play, "not a size", play->words[0]);
	harness_resize(play->h, width, height);
}

/* picture NAME: the whole screen. block NAME: some rows of it, wherever they are. */
static void
picture(struct play *play)
{
	char name[256];

	snprintf(name, sizeof name, "%s/%s", subject, text(play, 0));
	harness_expect_at(play->h, name, path, play->line);
}

static void
block(struct play *play)
{
	char name[256];

	snprintf(name, sizeof name, "%s/%s", subject, text(play, 0));
	harness_expect_block_at(play->h, name, path, play->line);
}

/* see, miss TEXT: some row has it, or none has. */
static void
see(struct play *play)
{
	harness_expect_some(play->h, text(play, 0), play->wanted, path, play->line);
}

/* row N TEXT: all of a row. */
static void
row(struct play *play)
{
	const char *is = harness_row(play->h, (int)number(play, play->words[0]));

	if (strcmp(is, text(play, 1)) != 0)
		complain(play, "the row is", is);
}

/* row-with N TEXT: a part of it. */
static void
row_part(struct play *play)
{
	const char *is = harness_row(play->h, (int)number(play, play->words[0]));

	if (strstr(is, text(play, 1)) == NULL)
		complain(play, "the row is", is);
}

/* line-with, line-without NAME TEXT: the one row that begins with NAME has TEXT, or has it not. */
static void
line_part(struct play *play)
{
	const char *name = text(play, 0), *is = NULL;

	for (int y = 0; y < play->h->height && is == NULL; y++)
		if (strncmp(harness_row(play->h, y), name, strlen(name)) == 0)
			is = harness_row(play->h, y);
	if (is == NULL)
		complain(play, "no such line", name);
	if ((strstr(is, text(play, 1)) != NULL) != play->wanted)
		complain(play, "the line is", is);
}

/* above NAME NAME: of the rows that begin with them, the first is the higher one. */
static void
above(struct play *play)
{
	const char *high = text(play, 0), *low = text(play, 1);
	int y = 0;

	while (y < play->h->height && strncmp(harness_row(play->h, y), low, strlen(low)) != 0)
		if (strncmp(harness_row(play->h, y++), high, strlen(high)) == 0)
			return;
	complain(play, "not above it", high);
}

/* told N TEXT: so many messages have it. */
static void
told(struct play *play)
{
	const struct message *message;
	int64_t count = 0;

	for (size_t age = 0; (message = messages_at(&play->h->app.messages, age)) != NULL; age++)
		if (strstr(message->text, text(play, 1)) != NULL)
			count += message->times;
	if (count != number(play, play->words[0]))
		fail_msg("%s:%d: told %d times", path, play->line, (int)count);
}

static void
bells(struct play *play)
{
	if (play->h->bells != (unsigned)number(play, play->words[0]))
		fail_msg("%s:%d: %u bells", path, play->line, play->h->bells);
}

/* wrote, wrote-not TEXT: it is among the bytes that came out, since "fresh" was said. */
static void
wrote(struct play *play)
{
	if (harness_wrote(play->h, text(play, 0)) != play->wanted)
		complain(play, play->wanted ? "not written" : "written", NULL);
}

static void
fresh(struct play *play)
{
	harness_bytes(play->h);
}

/* over, goes-on: whether the program is to end. */
static void
over(struct play *play)
{
	if (play->h->over != play->wanted)
		complain(play, play->wanted ? "it goes on" : "it is over", NULL);
}

static void
suspend(struct play *play)
{
	harness_suspend(play->h);
}

static void
resume(struct play *play)
{
	harness_resume(play->h);
}

static const struct {
	const char *name;
	void (*step)(struct play *);
	bool wanted; /* what it looks for is to be there */
} verbs[] = {
	{ "above", above, true },
	{ "always", always, true },
	{ "always-break", always_break, true },
	{ "answer", answer, true },
	{ "bells", bells, true },
	{ "block", block, true },
	{ "break", break_off, true },
	{ "break-loan", break_loan, true },
	{ "fresh", fresh, true },
	{ "funding", funding, true },
	{ "goes-on", over, false },
	{ "line-with", line_part, true },
	{ "line-without", line_part, false },
	{ "loan", loan, true },
	{ "miss", see, false },
	{ "next-try", next_try, true },
	{ "over", over, true },
	{ "pass", pass, true },
	{ "picture", picture, true },
	{ "resize", resize, true },
	{ "resume", resume, true },
	{ "row", row, true },
	{ "row-with", row_part, true },
	{ "see", see, true },
	{ "start", start, true },
	{ "suspend", suspend, true },
	{ "told", told, true },
	{ "type", type, true },
	{ "wait", pause_for, true },
	{ "wrote", wrote, true },
	{ "wrote-not", wrote, false },
};

/* Takes the escapes out of a word in quotes, in its place; returns what follows it. */
static char *
unquote(const struct play *play, char *word)
{
	static const char letters[] = "ertn\\\"", bytes[] = "\033\r\t\n\\\"";
	char *to = word, *from = word + 1;

	for (; *from != '"'; from++) {
		const char *letter;
		unsigned byte;

		if (*from == '\0')
			complain(play, "a quote is missing", word);
		if (*from != '\\')
			*to++ = *from;
		else if (*++from != '\0' && (letter = strchr(letters, *from)) != NULL)
			*to++ = bytes[letter - letters];
		else if (*from == 'x' && sscanf(from + 1, "%2x", &byte) == 1) {
			*to++ = (char)byte;
			from += 2;
		} else
			complain(play, "no such escape", from);
	}
	from += from[1] != '\0' ? 2 : 1;
	*to = '\0';
	return from;
}

/* Plays one step, a line that is taken apart. */
static void
play_step(struct play *play, char *line)
{
	size_t count = 0;
	char *verb;

	line += strspn(line, " \t");
	if (*line == '\0' || *line == '#')
		return;
	verb = strsep(&line, " ");
	while (line != NULL && *line != '\0') {
		if (count == WORDS)
			complain(play, "too many words", NULL);
		play->words[count++] = line;
		if (*line == '"')
			line = unquote(play, line);
		else
			strsep(&line, " ");
	}
	play->words[count] = NULL;
	if ((play->h == NULL) != (strcmp(verb, "start") == 0))
		complain(play, "a scene starts once", verb);
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (strcmp(verbs[i].name, verb) == 0) {
			play->wanted = verbs[i].wanted;
			verbs[i].step(play);
			return;
		}
	complain(play, "no such verb", verb);
}

static void
play_scene(void **state)
{
	const struct scene *scene = *state;
	struct play play = { .line = scene->line };
	char *steps = xstrdup(scene->steps), *at = steps;

	while (at != NULL) {
		play_step(&play, strsep(&at, "\n"));
		play.line++;
	}
	assert_non_null(play.h);
	harness_end(play.h);
	for (size_t i = 0; i < play.count; i++)
		free(play.bodies[i]);
	free(steps);
}

/* Splits the text of a file into scenes; returns how many. */
static size_t
find_scenes(char *file, struct scene *scenes, size_t most)
{
	size_t count = 0;
	int line = 0;

	for (char *at = file, *next; at != NULL; at = next) {
		next = strchr(at, '\n');
		if (next != NULL)
			next++;
		line++;
		if (strncmp(at, "scene ", 6) != 0 || next == NULL || count == most)
			continue;
		/* The steps of the scene before end here. */
		if (at > file)
			at[-1] = '\0';
		next[-1] = '\0';
		scenes[count++] = (struct scene){ .name = at + 6, .steps = next, .line = line + 1 };
	}
	return count;
}

int
main(int argc, char **argv)
{
	static struct scene scenes[128];
	static struct CMUnitTest tests[128];
	const char *base = argc == 2 ? strrchr(argv[1], '/') : NULL;
	char *file = NULL;
	size_t size = 0, count;
	FILE *in;

	if (argc != 2 || (in = fopen(argv[1], "r")) == NULL) {
		fputs("usage: play FILE.keys\n", stderr);
		return 2;
	}
	strlcpy(path, argv[1], sizeof path);
	snprintf(subject, sizeof subject, "%.*s", (int)strcspn(base == NULL ? path : base + 1, "."),
	    base == NULL ? path : base + 1);
	if (getdelim(&file, &size, '\0', in) < 0) {
		perror(path);
		return 2;
	}
	fclose(in);
	count = find_scenes(file, scenes, sizeof scenes / sizeof *scenes);
	for (size_t i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){ .name = scenes[i].name,
			.test_func = play_scene,
			.initial_state = &scenes[i] };
	count = (size_t)_cmocka_run_group_tests(subject, tests, count, NULL, NULL);
	free(file);
	return count > 125 ? 125 : (int)count;
}
