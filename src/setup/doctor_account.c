/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "setup/doctor.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#define STATUS_USAGE 2
#define KEY_SHOWN 4 /* characters of a key that may be shown */

/* Adds what the source of ENVIRONMENT was preferred to. */
static void
add_notes(const struct credentials *credentials, enum environment environment,
    struct finding *finding)
{
	for (size_t i = 0; i < credentials->note_count; i++) {
		if (credentials->about[i] != (int)environment)
			continue;
		strlcat(finding->text, "; ", sizeof finding->text);
		strlcat(finding->text, credentials->notes[i], sizeof finding->text);
	}
}

bool
doctor_credentials(struct doctor *doctor, struct finding *finding)
{
	enum environment e = doctor->environment;
	const struct okx_credentials *kept = secrets_get(doctor->secrets, e);
	const char *source = doctor->credentials.of[e].source;
	char mode[24] = "";

	switch (doctor->credentials.of[e].state) {
	case CREDENTIALS_FOUND:
		if (doctor->credentials.of[e].mode != 0)
			snprintf(mode, sizeof mode, ", mode %04o", doctor->credentials.of[e].mode);
		finding_well(finding, "%s%s, key %.*s...", source, mode, KEY_SHOWN, kept->api_key);
		add_notes(&doctor->credentials, e, finding);
		return true;
	case CREDENTIALS_UNUSABLE:
		return finding_wrong(finding, OKX_EXIT_REFUSED, "%s",
		    doctor->credentials.of[e].cause.text);
	case CREDENTIALS_NONE:
		break;
	}
	/* One environment is enough; without any the other one's absence is only said. */
	if (doctor->options->environment != (int)e &&
	    (e == ENVIRONMENT_DEMO ||
		doctor->credentials.of[environment_other(e)].state != CREDENTIALS_NONE))
		return finding_skipped(finding, "there is none");
	strlcpy(finding->remedy, "Type colltop --init, which asks for a key and writes it.",
	    sizeof finding->remedy);
	return finding_wrong(finding, STATUS_USAGE, "%s", doctor->credentials.of[e].cause.text);
}

bool
doctor_key(struct doctor *doctor, struct finding *finding)
{
	struct okx_probe *probe = &doctor->probe;
	struct okx_failure failure;
	struct okx_parsed parsed;

	doctor->accepted = false;
	if (doctor->stopped < DOCTOR_CLOCK)
		return finding_skipped(finding, "not checked: the way to OKX must be free first");
	probe->account_id.environment = doctor->environment;
	probe->keys = secrets_keyring(doctor->secrets);
	if (!okx_probe_ask(probe, OKX_ENDPOINT_CONFIG, &parsed, &failure))
		return finding_failure(finding, &failure);
	doctor->accepted = true;
	doctor->key = parsed.key;
	return finding_well(finding, "accepted: label \"%s\", user %s", doctor->key.label,
	    doctor->key.uid);
}

bool
doctor_permissions(struct doctor *doctor, struct finding *finding)
{
	const struct okx_key_info *key = &doctor->key;
	const char *bound = key->addresses[0] != '\0' ? ", from no other address than " :
							", from any address";
	char warning[OKX_KEY_WARNING_SIZE];

	if (!doctor->accepted)
		return finding_skipped(finding, "not checked: the key must be accepted first");
	if (okx_key_warning(warning, key))
		return finding_wrong(finding, OKX_EXIT_REFUSED, "%s (%s%s%s)", warning,
		    key->permissions, bound, key->addresses);
	return finding_well(finding, "%s%s%s",
	    key->permissions[0] != '\0' ? key->permissions : "OKX does not say what it may do",
	    bound, key->addresses);
}

bool
doctor_loans(struct doctor *doctor, struct finding *finding)
{
	struct okx_failure failure;
	struct okx_parsed parsed;
	size_t count;

	if (!doctor->accepted)
		return finding_skipped(finding, "not checked: the key must be accepted first");
	if (!okx_probe_ask(&doctor->probe, OKX_ENDPOINT_LOAN_INFO, &parsed, &failure))
		return finding_failure(finding, &failure);
	count = parsed.loans->count;
	okx_parsed_drop(&parsed);
	if (count == 0)
		return finding_well(finding, "offered; no open loan");
	return finding_well(finding, "offered; %zu open loan%s", count, count == 1 ? "" : "s");
}
