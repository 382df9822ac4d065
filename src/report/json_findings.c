/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <cjson/cJSON.h>

#include "report/format.h"

static const char *const verdicts[] = {
	[FINDING_WELL] = "ok",
	[FINDING_WRONG] = "wrong",
	[FINDING_SKIPPED] = "skipped",
};

/*
 * A member that is TEXT, or null where that is NULL or empty. False, as every function
 * here, when memory ran out.
 */
static bool
put(cJSON *object, const char *name, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return cJSON_AddNullToObject(object, name) != NULL;
	return cJSON_AddStringToObject(object, name, text) != NULL;
}

static bool
put_finding(cJSON *list, const struct finding *finding)
{
	cJSON *object = cJSON_CreateObject();

	if (object == NULL || !cJSON_AddItemToArray(list, object)) {
		cJSON_Delete(object);
		return false;
	}
	return put(object, "check", finding->check) && put(object, "account", finding->account) &&
	    put(object, "environment", finding->environment) &&
	    put(object, "verdict", verdicts[finding->verdict]) &&
	    put(object, "code", finding->code) && put(object, "text", finding->text) &&
	    put(object, "remedy", finding->remedy);
}

bool
json_write_findings(FILE *out, const struct finding *findings, size_t count, int status)
{
	cJSON *record = cJSON_CreateObject(), *list = cJSON_AddArrayToObject(record, "doctor");
	char *text = NULL;
	bool done = list != NULL && cJSON_AddNumberToObject(record, "schema", 1) != NULL &&
	    cJSON_AddNumberToObject(record, "status", status) != NULL;

	for (size_t i = 0; done && i < count; i++)
		done = put_finding(list, &findings[i]);
	done = done && (text = cJSON_PrintUnformatted(record)) != NULL &&
	    fprintf(out, "%s\n", text) > 0;
	cJSON_free(text);
	cJSON_Delete(record);
	return done;
}
