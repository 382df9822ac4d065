/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "okx/sign.h"
#include "unit/fake_monotime.h"
#include "unit/sim_fixture.h"

struct exchange sim_exchange;
char sim_body[65536];

void
sim_open(const char *portfolio, const char *scenario, uint64_t seed)
{
	struct exchange *exchange = &sim_exchange;
	const struct scenario *row = &scenario_table[0];
	struct cause cause = { "" };
	char file[4096];
	bool read;

	memset(exchange, 0, sizeof *exchange);
	fake_monotime_set(SIM_START_MS);
	fake_monotime_set_utc(SIM_START_UTC_MS);
	market_init(&exchange->market, seed, false, SIM_START_MS);
	if (portfolio[0] == '{') {
		read = sim_portfolio_read(&exchange->portfolio, &exchange->market, portfolio,
		    strlen(portfolio), &cause);
	} else {
		snprintf(file, sizeof file, "%s/../data/%s", getenv("COLLTOP_TESTS"), portfolio);
		read = sim_portfolio_load(&exchange->portfolio, &exchange->market, file, &cause);
	}
	if (scenario != NULL)
		row = scenario_find(scenario, &cause);
	if (!read || row == NULL ||
	    !scenario_play(&exchange->scenes, row,
		&exchange->portfolio.accounts[ENVIRONMENT_PRODUCTION], &exchange->market, &cause))
		fail_msg("%s", cause.text);
	exchange->market.trend = &row->trend;
	exchange->market.lowering = &row->lowering;
	exchange->key_label = "watcher";
	exchange->key_perm = "read_only,trade";
	exchange->key_ip = "";
	for (int i = 0; i < ENVIRONMENTS; i++)
		keys_make(&exchange->keys[i], &seed, (enum environment)i);
}

int
sim_ask(const char *target, enum environment environment)
{
	const struct sim_keys *keys = &sim_exchange.keys[environment];
	char stamp[OKX_SIGN_TIMESTAMP_SIZE], sign[OKX_SIGN_SIZE];
	struct exchange_request request = { .method = "GET",
		.target = target,
		.key = keys->api_key,
		.passphrase = keys->passphrase,
		.timestamp = stamp,
		.sign = sign,
		.simulated = environment == ENVIRONMENT_DEMO ? "1" : NULL,
		.address = "127.0.0.1" };
	struct exchange_answer answer;
	int status;

	assert_true(okx_sign_timestamp(stamp, exchange_utc_ms(&sim_exchange)));
	assert_true(okx_sign_get(sign, keys->secret_key, stamp, target));
	exchange_serve(&sim_exchange, &request, &answer);
	sim_body[0] = '\0';
	if (answer.body != NULL) {
		assert_true(answer.length < sizeof sim_body);
		memcpy(sim_body, answer.body, answer.length + 1);
	}
	status = answer.status;
	exchange_answer_clear(&answer);
	return status;
}

int
sim_ask_at(int64_t ms, const char *target, enum environment environment)
{
	fake_monotime_set(SIM_START_MS + ms / sim_exchange.market.speed);
	return sim_ask(target, environment);
}

const char *
sim_member(const char *name)
{
	static char text[256];
	char quoted[64];
	const char *at;
	size_t length;

	snprintf(quoted, sizeof quoted, "\"%s\":\"", name);
	at = strstr(sim_body, quoted);
	if (at == NULL)
		return "";
	at += strlen(quoted);
	length = strcspn(at, "\"");
	assert_true(length < sizeof text);
	memcpy(text, at, length);
	text[length] = '\0';
	return text;
}

void
sim_close(void)
{
	exchange_clear(&sim_exchange);
}
