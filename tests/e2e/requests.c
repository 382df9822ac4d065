/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "e2e/requests.h"

#include "okx/endpoint.h"
#include "okx/notices.h"

#define TARGET "\"target\":\""

static void
journal_path(const struct place *place, char path[320])
{
	snprintf(path, 320, "%s/journal", place->home);
}

void
requests_simulate(struct place *place, const char *const *arguments)
{
	const char *all[24] = { "--log" };
	char path[320];
	size_t count = 2;

	journal_path(place, path);
	unlink(path);
	all[1] = path;
	while (*arguments != NULL && count + 1 < sizeof all / sizeof *all)
		all[count++] = *arguments++;
	place_simulate(place, all);
}

static FILE *
open_journal(const struct place *place)
{
	char path[320];
	FILE *journal;

	journal_path(place, path);
	journal = fopen(path, "r");
	if (journal == NULL)
		fail_msg("no journal %s", path);
	return journal;
}

unsigned
requests_count(const struct place *place, const char *part)
{
	FILE *journal = open_journal(place);
	char line[2048];
	unsigned count = 0;

	while (fgets(line, sizeof line, journal) != NULL)
		if (strstr(line, part) != NULL)
			count++;
	fclose(journal);
	return count;
}

/* Whether the target that begins at TEXT, with a query or without, is the path of ENDPOINT. */
static bool
in_table(const char *text, enum okx_endpoint_id *endpoint)
{
	size_t length = strcspn(text, "?\"");

	for (size_t i = 0; i < OKX_ENDPOINTS; i++)
		if (strlen(okx_endpoints[i].path) == length &&
		    memcmp(okx_endpoints[i].path, text, length) == 0) {
			*endpoint = i;
			return true;
		}
	return false;
}

void
requests_only_read(const struct place *place)
{
	FILE *journal = open_journal(place);
	char line[2048];
	unsigned count = 0;

	while (fgets(line, sizeof line, journal) != NULL) {
		const char *target = strstr(line, TARGET);
		enum okx_endpoint_id endpoint;

		count++;
		/* Of notices an address has few, which the programs of other tests have, too. */
		if (strstr(line, "\"method\":\"GET\"") == NULL || target == NULL ||
		    !in_table(target + strlen(TARGET), &endpoint) ||
		    (strstr(line, "\"status\":429") != NULL && !okx_notices_has(endpoint)))
			fail_msg("what was asked for: %s", line);
	}
	fclose(journal);
	assert_true(count > 0);
}
