/* SPDX-License-Identifier: ISC */
/*
 * The exchange's error table, OKX v5, "Error Code" (General, API and Trade
 * class): the codes that reading can meet, with what the person does about
 * each. The simulator serves status and text of these same rows.
 */
#include "config.h"

#include "okx/error.h"

#define HEADER_MISSING \
	"The request lacked a credential: put all three lines, OKX_API_KEY, " \
	"OKX_SECRET_KEY and OKX_PASSPHRASE, into the {environment} credentials of account {account}."

#define WHO_OR_WHERE \
	"OKX does not offer this where account {account} is registered, or wants to know who its " \
	"owner is: log in on OKX's site or app and see what it asks for."

/* clang-format off */
const struct okx_error okx_errors[] = {
	{ .code = 50001, .http = { 503 }, .kind = OKX_KIND_EXCHANGE, .retry = OKX_RETRY_BACKOFF,
	    .text = "Service temporarily unavailable. Please try again later.",
	    .advice = "OKX is overloaded or in maintenance: nothing to do here; OKX's status "
		"page says how long." },
	{ .code = 50004, .http = { 400 }, .kind = OKX_KIND_EXCHANGE, .retry = OKX_RETRY_BACKOFF,
	    .text = "API endpoint request timeout. (does not mean that the request was successful "
		"or failed, please check the request result).",
	    .advice = "OKX is slow at the moment: nothing to do here." },
	{ .code = 50005, .http = { 410 }, .kind = OKX_KIND_NOT_OFFERED, .retry = OKX_RETRY_NO,
	    .text = "API endpoint is inactive or unavailable.",
	    .advice = "OKX has withdrawn this part of its API: look for a newer colltop." },
	{ .code = 50007, .http = { 200 }, .kind = OKX_KIND_ACCOUNT, .retry = OKX_RETRY_NO,
	    .text = "User blocked.",
	    .advice = "OKX has blocked the user behind account {account}: contact OKX's support." },
	{ .code = 50009, .http = { 200 }, .kind = OKX_KIND_ACCOUNT, .retry = OKX_RETRY_SLOWLY,
	    .text = "Account is frozen due to stop-out.",
	    .clause = "LIQUIDATION IN PROGRESS: OKX has frozen this account (50009).",
	    .advice = "Look at account {account} in OKX's own app or site now; figures come "
		"back here when OKX lifts the freeze." },
	{ .code = 50011, .http = { 429, 200 }, .kind = OKX_KIND_RATE, .retry = OKX_RETRY_BACKOFF,
	    .text = "Rate limit reached. Please refer to API documentation and throttle requests "
		"accordingly.",
	    .advice = OKX_ASKED_TOO_OFTEN },
	{ .code = 50013, .http = { 429 }, .kind = OKX_KIND_EXCHANGE, .retry = OKX_RETRY_BACKOFF,
	    .text = "Systems are busy. Please try again later.",
	    .advice = "OKX is busy: nothing to do here." },
	{ .code = 50014, .http = { 400 }, .kind = OKX_KIND_REQUEST, .retry = OKX_RETRY_NO,
	    .text = "Parameter ccy can not be empty.",
	    .advice = "Name a currency as OKX does, as in --ccy BTC; without --ccy colltop "
		"sends no parameter and this is an error of colltop: report it." },
	{ .code = 50022, .http = { 200 }, .kind = OKX_KIND_ACCOUNT, .retry = OKX_RETRY_SLOWLY,
	    .text = "Account frozen and related operations restricted due to forced liquidation. "
		"Please try again later.",
	    .clause = "LIQUIDATION IN PROGRESS: OKX has frozen this account (50022).",
	    .advice = "Look at account {account} in OKX's own app or site now; figures come "
		"back here when OKX lifts the freeze." },
	{ .code = 50026, .http = { 500 }, .kind = OKX_KIND_EXCHANGE, .retry = OKX_RETRY_BACKOFF,
	    .text = "System error. Try again later",
	    .advice = "OKX has a fault of its own: nothing to do here." },
	{ .code = 50027, .http = { 200 }, .kind = OKX_KIND_ACCOUNT, .retry = OKX_RETRY_NO,
	    .text = "This account is restricted from trading. Please contact customer support for "
		"assistance.",
	    .advice = "OKX has restricted account {account}: contact OKX's support." },
	{ .code = 50029, .http = { 200 }, .kind = OKX_KIND_ACCOUNT, .retry = OKX_RETRY_NO,
	    .text = "Your account has triggered OKX risk control and is temporarily restricted "
		"from conducting transactions. Please check your email registered with OKX for "
		"contact from our customer support team.",
	    .advice = "OKX's risk control has restricted account {account}: read the mail OKX "
		"sent, or contact its support." },
	{ .code = 50030, .http = { 200 }, .kind = OKX_KIND_PERMISSION, .retry = OKX_RETRY_NO,
	    .text = "You don't have permission to use this API endpoint",
	    .advice = "Give the {environment} key of account {account} the Read permission in "
		"OKX's API settings (it needs no other)." },
	{ .code = 50035, .http = { 403 }, .kind = OKX_KIND_PERMISSION, .retry = OKX_RETRY_NO,
	    .text = "This endpoint requires that APIKey must be bound to IP",
	    .advice = "Bind the {environment} key of account {account} to this machine's "
		"address in OKX's API settings." },
	{ .code = 50038, .http = { 200 }, .kind = OKX_KIND_NOT_OFFERED, .retry = OKX_RETRY_NO,
	    .text = "This feature is unavailable in demo trading",
	    .clause = "OKX does not offer flexible loans in demo trading (50038). Your demo key "
		"works.",
	    .advice = "Press e, or start with --production, to watch real figures, which needs "
		"a production key; --simulate shows invented ones." },
	{ .code = 50040, .http = { 200 }, .kind = OKX_KIND_RATE, .retry = OKX_RETRY_BACKOFF,
	    .text = "Requests too frequent.",
	    .advice = OKX_ASKED_TOO_OFTEN },
	{ .code = 50041, .http = { 200 }, .kind = OKX_KIND_NOT_OFFERED, .retry = OKX_RETRY_NO,
	    .text = "Your user ID hasn't been allowlisted. Please contact customer service for "
		"assistance.",
	    .advice = "OKX offers this product to approved users only: ask OKX's support to "
		"approve account {account}." },
	{ .code = 50046, .http = { 200 }, .kind = OKX_KIND_EXCHANGE, .retry = OKX_RETRY_SLOWLY,
	    .text = "This feature is temporarily unavailable while we make some improvements to "
		"it. Please try again later.",
	    .advice = "OKX is working on flexible loans: nothing to do here." },
	{ .code = 50051, .http = { 200 }, .kind = OKX_KIND_NOT_OFFERED, .retry = OKX_RETRY_NO,
	    .text = "Due to compliance restrictions in your country or region, you cannot use "
		"this feature.",
	    .advice = "OKX does not offer flexible loans where account {account} is registered: "
		"only OKX's support can say more." },
	{ .code = 50053, .http = { 200 }, .kind = OKX_KIND_NOT_OFFERED, .retry = OKX_RETRY_NO,
	    .text = "This feature is only available in demo trading.",
	    .advice = "OKX offers this in demo trading only: press e, or start with --demo." },
	{ .code = 50059, .http = { 200 }, .kind = OKX_KIND_NOT_OFFERED, .retry = OKX_RETRY_NO,
	    .text = "Before you continue, you'll need to complete additional steps as required by "
		"your local regulators. Please visit the website or app for more details.",
	    .advice = "Log in to account {account} on OKX's site or app and finish the steps it "
		"asks for." },
	{ .code = 50060, .http = { 200 }, .kind = OKX_KIND_NOT_OFFERED, .retry = OKX_RETRY_NO,
	    .text = "For security and compliance purposes, please complete the identity "
		"verification process to continue using our services.",
	    .advice = "Verify the identity behind account {account} on OKX's site or app." },
	{ .code = 50062, .http = { 200 }, .kind = OKX_KIND_EXCHANGE, .retry = OKX_RETRY_SLOWLY,
	    .text = "This feature is currently unavailable.",
	    .advice = "OKX has switched this off for now: nothing to do here." },
	{ .code = 50064, .http = { 200 }, .kind = OKX_KIND_EXCHANGE, .retry = OKX_RETRY_SLOWLY,
	    .text = "The borrowing system is unavailable. Try again later.",
	    .advice = "OKX's loans are down: nothing to do here." },
	{ .code = 50100, .http = { 400 }, .kind = OKX_KIND_ACCOUNT, .retry = OKX_RETRY_NO,
	    .text = "API frozen, please contact customer service.",
	    .advice = "OKX has frozen API access for account {account}: contact OKX's support." },
	{ .code = 50101, .http = { 401 }, .kind = OKX_KIND_CREDENTIALS, .retry = OKX_RETRY_NO,
	    .blame = OKX_BLAME_ENVIRONMENT,
	    .text = "APIKey does not match current environment.",
	    .advice = "The {environment} credentials of account {account} hold a key made for "
		"{other}: press e to watch {other}, or put a key made in OKX's {environment} "
		"trading there (production.env and demo.env each take their own)." },
	{ .code = 50102, .http = { 401 }, .kind = OKX_KIND_CLOCK, .retry = OKX_RETRY_CLOCK,
	    .text = "Timestamp request expired.",
	    .advice = "This machine's clock is more than 30 s off: set it (NTP does it for "
		"good); colltop corrects by OKX's clock where it can read it." },
	{ .code = 50103, .http = { 401 }, .kind = OKX_KIND_CREDENTIALS, .retry = OKX_RETRY_NO,
	    .blame = OKX_BLAME_KEY,
	    .text = "Request header \"OK-ACCESS-KEY\" cannot be empty.",
	    .advice = HEADER_MISSING },
	{ .code = 50104, .http = { 401 }, .kind = OKX_KIND_CREDENTIALS, .retry = OKX_RETRY_NO,
	    .blame = OKX_BLAME_PASSPHRASE,
	    .text = "Request header \"OK-ACCESS-PASSPHRASE\" cannot be empty.",
	    .advice = HEADER_MISSING },
	{ .code = 50105, .http = { 401 }, .kind = OKX_KIND_CREDENTIALS, .retry = OKX_RETRY_NO,
	    .blame = OKX_BLAME_PASSPHRASE,
	    .text = "Request header \"OK-ACCESS-PASSPHRASE\" incorrect.",
	    .advice = "Correct OKX_PASSPHRASE in the {environment} credentials of account "
		"{account}: it is the one chosen when the key was made, not the login password; "
		"secret and passphrase may be swapped; one that is lost means a new key." },
	{ .code = 50106, .http = { 401 }, .kind = OKX_KIND_CREDENTIALS, .retry = OKX_RETRY_NO,
	    .text = "Request header \"OK-ACCESS-SIGN\" cannot be empty.",
	    .advice = HEADER_MISSING },
	{ .code = 50107, .http = { 401 }, .kind = OKX_KIND_CREDENTIALS, .retry = OKX_RETRY_NO,
	    .text = "Request header \"OK-ACCESS-TIMESTAMP\" cannot be empty.",
	    .advice = "A proxy that drops headers, or an error of colltop: try proxy = "
		"\"none\", else report it." },
	{ .code = 50108, .http = { 401 }, .kind = OKX_KIND_CREDENTIALS, .retry = OKX_RETRY_NO,
	    .blame = OKX_BLAME_REGION,
	    .text = "Exchange ID does not exist.",
	    .advice = "{host} does not know this account's exchange: set region to the site "
		"where account {account} was opened ({regions})." },
	{ .code = 50109, .http = { 401 }, .kind = OKX_KIND_CREDENTIALS, .retry = OKX_RETRY_NO,
	    .blame = OKX_BLAME_REGION,
	    .text = "Exchange domain does not exist.",
	    .advice = "{host} is not the host of this account: set region to the site where "
		"account {account} was opened ({regions})." },
	{ .code = 50110, .http = { 401 }, .kind = OKX_KIND_CREDENTIALS, .retry = OKX_RETRY_NO,
	    .text = "Your IP 127.0.0.1 is not included in your API key's IP whitelist.",
	    .advice = "Add the address OKX names to the {environment} key of account {account} "
		"in OKX's API settings, or ask from one that is listed: -4 or -6, a proxy "
		"({via} now) or a VPN change it." },
	{ .code = 50111, .http = { 401 }, .kind = OKX_KIND_CREDENTIALS, .retry = OKX_RETRY_NO,
	    .blame = OKX_BLAME_KEY,
	    .text = "Invalid OK-ACCESS-KEY.",
	    .advice = "Correct OKX_API_KEY in the {environment} credentials of account "
		"{account}; a key that can trade and has no bound address lapses after 14 days "
		"without use." },
	{ .code = 50112, .http = { 401 }, .kind = OKX_KIND_REQUEST, .retry = OKX_RETRY_NO,
	    .text = "Invalid OK-ACCESS-TIMESTAMP.",
	    .advice = "This is an error of colltop: report it with the output of colltop "
		"--version." },
	{ .code = 50113, .http = { 401 }, .kind = OKX_KIND_CREDENTIALS, .retry = OKX_RETRY_NO,
	    .blame = OKX_BLAME_SECRET,
	    .text = "Invalid signature.",
	    .advice = "Correct OKX_SECRET_KEY in the {environment} credentials of account "
		"{account}: secret and passphrase may be swapped, or a stray newline or blank "
		"came with the paste." },
	{ .code = 50114, .http = { 401 }, .kind = OKX_KIND_CREDENTIALS, .retry = OKX_RETRY_NO,
	    .text = "Invalid authorization.",
	    .advice = "Check all three {environment} values of account {account}, or make a new "
		"read-only key." },
	{ .code = 50119, .http = { 200, 401 }, .kind = OKX_KIND_CREDENTIALS, .retry = OKX_RETRY_NO,
	    .blame = OKX_BLAME_REGION,
	    .text = "API key doesn't exist",
	    .advice = "This key is unknown on {host} (region {region}): a key works only on the "
		"site where its account was opened, so set region to {regions} if that is the "
		"case; else correct OKX_API_KEY ({environment}, account {account}); keys that "
		"can trade and have no bound address lapse after 14 days without use." },
	{ .code = 50120, .http = { 200 }, .kind = OKX_KIND_PERMISSION, .retry = OKX_RETRY_NO,
	    .text = "This API key doesn't have permission to use this function",
	    .advice = "Give the {environment} key of account {account} the Read permission in "
		"OKX's API settings (it needs no other)." },
	{ .code = 50121, .http = { 200 }, .kind = OKX_KIND_NOT_OFFERED, .retry = OKX_RETRY_NO,
	    .text = "You can't access our services through the IP address (127.0.0.1)",
	    .advice = "OKX does not serve the address it names: a VPN or proxy ({via} now) in "
		"another country, or this machine's own place, is the reason." },
	{ .code = 51000, .http = { 400 }, .kind = OKX_KIND_REQUEST, .retry = OKX_RETRY_NO,
	    .text = "Parameter ccy error",
	    .advice = "OKX does not know what was asked for (currency: {ccy}): name one as OKX "
		"does, as in --ccy BTC, or leave --ccy out." },
	{ .code = 51001, .http = { 200 }, .kind = OKX_KIND_REQUEST, .retry = OKX_RETRY_NO,
	    .text = "Instrument ID does not exist",
	    .advice = "OKX has no such index: without it this coin has no price." },
	{ .code = 51010, .http = { 200 }, .kind = OKX_KIND_NOT_OFFERED, .retry = OKX_RETRY_NO,
	    .text = "You can't complete this request under your current account mode.",
	    .advice = "The account mode of account {account} does not allow this: change it on "
		"OKX's site." },
	{ .code = 51063, .http = { 200 }, .kind = OKX_KIND_REQUEST, .retry = OKX_RETRY_NO,
	    .text = "OrdId does not exist",
	    .advice = "No open loan has that order ID: it may be repaid, or belong to another "
		"account than {account}." },
	{ .code = 51732, .http = { 200 }, .kind = OKX_KIND_NOT_OFFERED, .retry = OKX_RETRY_NO,
	    .text = "Identity verification is required.",
	    .advice = WHO_OR_WHERE },
	{ .code = 51734, .http = { 200 }, .kind = OKX_KIND_NOT_OFFERED, .retry = OKX_RETRY_NO,
	    .text = "Not available in your country or region.",
	    .advice = WHO_OR_WHERE },
	{ .code = 51735, .http = { 200 }, .kind = OKX_KIND_NOT_OFFERED, .retry = OKX_RETRY_NO,
	    .text = "Not available for sub-accounts.",
	    .advice = "OKX gives this to main accounts only: make the key of account {account} in the "
		"main account." },
	{ .code = 51737, .http = { 200 }, .kind = OKX_KIND_NOT_OFFERED, .retry = OKX_RETRY_NO,
	    .text = "Not available in your country or region.",
	    .advice = WHO_OR_WHERE },
	{ .code = 51738, .http = { 200 }, .kind = OKX_KIND_ACCOUNT, .retry = OKX_RETRY_SLOWLY,
	    .text = "The funding account is frozen.",
	    .advice = "OKX has frozen the funding account of {account}: contact OKX's support." },
	{ .code = 51739, .http = { 200 }, .kind = OKX_KIND_EXCHANGE, .retry = OKX_RETRY_SLOWLY,
	    .text = "Temporarily unavailable.",
	    .advice = "OKX does not serve this at the moment: nothing to do here." },
	{ .code = 51759, .http = { 200 }, .kind = OKX_KIND_EXCHANGE, .retry = OKX_RETRY_SLOWLY,
	    .text = "Temporarily unavailable.",
	    .advice = "OKX does not serve this at the moment: nothing to do here." },
	{ .code = 51760, .http = { 200 }, .kind = OKX_KIND_NOT_OFFERED, .retry = OKX_RETRY_NO,
	    .text = "Not supported in delta neutral mode.",
	    .advice = "The account mode of account {account} does not allow this: change it on "
		"OKX's site." },
	{ .code = 51767, .http = { 200 }, .kind = OKX_KIND_EXCHANGE, .retry = OKX_RETRY_BACKOFF,
	    .text = "System maintenance.",
	    .advice = "OKX is in maintenance: nothing to do here; OKX's status page says how long." },
	{ .code = 51773, .http = { 200 }, .kind = OKX_KIND_NOT_OFFERED, .retry = OKX_RETRY_NO,
	    .text = "Not available in your country or region.",
	    .advice = WHO_OR_WHERE },
	{ .code = 0 },
};
/* clang-format on */
