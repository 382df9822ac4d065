/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_LOANS_H
#define COLLTOP_TESTS_LOANS_H

#include <stdio.h>

/* Answers of loan info and index prices. */

#define COIN(ccy, amt) "{\"ccy\":\"" ccy "\",\"amt\":\"" amt "\"}"

/* An order: what is pledged and owed (lists of COIN), and its figures as strings. */
#define ORDER_WITH(id, pledged, owed, debt, secured, ltv, call, liquidation, warning) \
	"{\"ordId\":\"" id "\",\"collateralData\":[" pledged "],\"loanData\":[" owed "]," \
	"\"loanNotionalUsd\":\"" debt "\",\"collateralNotionalUsd\":\"" secured \
	"\",\"curLTV\":\"" ltv "\"," \
	"\"marginCallLTV\":\"" call "\",\"liqLTV\":\"" liquidation \
	"\",\"riskWarningData\":" warning "}"
#define NO_WARNING "{\"instId\":\"\",\"liqPx\":\"\"}"
#define ORDER(id, pledged, owed, debt, secured, ltv, call, liquidation) \
	ORDER_WITH(id, pledged, owed, debt, secured, ltv, call, liquidation, NO_WARNING)
#define LOANS(list) "{\"code\":\"0\",\"msg\":\"\",\"data\":[" list "]}"

#define THREE_PLEDGED COIN("BTC", "1.25") "," COIN("ETH", "12") "," COIN("SOL", "200")

/* Order ID of the design's picture with other figures: debt, secured and LTV. */
#define ORDER_AT(id, debt, secured, ltv) \
	ORDER(id, THREE_PLEDGED, COIN("USDT", "100000"), debt, secured, ltv, "0.7374", "0.8374")

/* The design's picture: 60 %. */
#define LOAN_OK LOANS(ORDER_AT("12345", "100010", "166680", "0.6"))
#define LOAN_WATCH LOANS(ORDER_AT("12345", "100010", "150600", "0.6641"))
#define LOAN_CALL LOANS(ORDER_AT("12345", "100010", "135150", "0.74"))
#define LOAN_LIQUIDATION LOANS(ORDER_AT("12345", "100010", "119000", "0.8404"))
#define LOAN_UNKNOWN \
	LOANS(ORDER("12345", THREE_PLEDGED, COIN("USDT", "100000"), "", "", "", "0.7374", "0.8374"))

/* One BTC owed on 45 ETH. */
#define LOAN_COIN_DEBT \
	LOANS(ORDER("777", COIN("ETH", "45"), COIN("BTC", "1"), "88000", "136800", "0.6433", \
	    "0.7374", "0.8374"))

/* 150,000 USDT for 100,000 USDT. */
#define LOAN_SAME_COIN \
	LOANS(ORDER("888", COIN("USDT", "150000"), COIN("USDT", "100000"), "100010", "150000", \
	    "0.6667", "0.7374", "0.8374"))

/* OKX's LTV and debt / collateral do not go together. */
#define LOAN_DISAGREES LOANS(ORDER_AT("12345", "100010", "150600", "0.6"))

/* Nothing of what is pledged counts; nothing is owed. */
#define LOAN_NO_COVER LOANS(ORDER_AT("12345", "100010", "0", ""))
#define LOAN_NO_DEBT \
	LOANS(ORDER("12345", THREE_PLEDGED, "", "0", "166680", "0", "0.7374", "0.8374"))

/* OKX counts more than what is pledged is worth. */
#define LOAN_ABOVE_MARKET LOANS(ORDER_AT("12345", "100010", "200000", "0.50005"))

/* One order on WATCH, one that is fine. */
#define LOAN_TWO \
	LOANS(ORDER_AT("12345", "100010", "166680", "0.6") "," ORDER_AT("777", "100010", "150600", \
	    "0.6641"))

/* The picture's order, a part of its BTC gone. */
#define LOAN_SOLD \
	LOANS(ORDER("12345", COIN("BTC", "1.2") "," COIN("ETH", "12") "," COIN("SOL", "200"), \
	    COIN("USDT", "95600"), "95609.56", "162680", "0.5878", "0.7374", "0.8374"))

/* Almost half of it gone. */
#define LOAN_HALVED \
	LOANS(ORDER("12345", COIN("BTC", "0.75") "," COIN("ETH", "7.2") "," COIN("SOL", "120"), \
	    COIN("USDT", "50000"), "50005", "100000", "0.50005", "0.7374", "0.8374"))

#define PRICE_OPENED(ccy, last, open) \
	"{\"instId\":\"" ccy "-USD\",\"idxPx\":\"" last "\",\"open24h\":\"" open "\"," \
	"\"ts\":\"1795361402000\"}"
#define PRICES(list) "{\"code\":\"0\",\"msg\":\"\",\"data\":[" list "]}"
#define PRICES_NOW \
	PRICES(PRICE_OPENED("BTC", "88000", "89068.8") "," PRICE_OPENED("ETH", "3200", \
	    "3227.4") "," PRICE_OPENED("SOL", "140", "139.58") "," PRICE_OPENED("USDT", "1.0001", \
	    "1.0001"))
#define PRICES_LATER \
	PRICES(PRICE_OPENED("BTC", "87000", "89068.8") "," PRICE_OPENED("ETH", "3200", \
	    "3227.4") "," PRICE_OPENED("SOL", "140", "139.58") "," PRICE_OPENED("USDT", "1.0001", \
	    "1.0001"))

/* What lies in the funding account beside it. */
#define FUNDING_THREE \
	BALANCE("BTC", "0.54214831") \
	"," BALANCE("ETH", "1.94007555") "," BALANCE("USDT", "63.97959597")
#define FUNDING BALANCES(FUNDING_THREE)

/* A dozen currencies. */
#define FUNDING_DOZEN \
	BALANCES(FUNDING_THREE "," BALANCE("ADA", "100") "," BALANCE("DOGE", \
	    "1000") "," BALANCE("DOT", "10") "," BALANCE("LTC", "1") "," BALANCE("LINK", \
	    "3") "," BALANCE("TRX", "90") "," BALANCE("UNI", "7") "," BALANCE("XRP", "100"))

/* OKX's list, in either of the meanings that it may have. */
#define LIST_SPARE \
	ASSETS(ASSET("BTC", "0.54214831", "47709.05") "," ASSET("ETH", "1.94007555", \
	    "6208.24") "," ASSET("USDT", "63.97959597", "63.99"))
#define LIST_PLEDGED \
	ASSETS(ASSET("BTC", "1.25", "110000") "," ASSET("ETH", "12", "38400") "," ASSET("SOL", \
	    "200", "28000"))

/* Fifty orders, 101 to 150, all as in the picture. */
static inline const char *
loan_fifty(void)
{
	static char body[20000];
	size_t length = 0;

	for (int id = 101; id <= 150; id++) {
		length += (size_t)snprintf(body + length, sizeof body - length, "%s",
		    id == 101 ? "{\"code\":\"0\",\"msg\":\"\",\"data\":[" : ",");
		length += (size_t)snprintf(body + length, sizeof body - length,
		    ORDER_AT("%d", "100010", "166680", "0.6"), id);
	}
	snprintf(body + length, sizeof body - length, "]}");
	return body;
}

/* What OKX tells beside the figures: its table of SOL, before and after; a pair; maintenance. */
#define TIERS_OF(ccy, tiers) \
	"{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ccy\":\"" ccy \
	"\",\"colRes\":\"1\",\"details\":[" tiers "]}]}"
#define TIERS_SOL TIERS_OF("SOL", "{\"minAmt\":\"0\",\"maxAmt\":\"\",\"discountRate\":\"0.85\"}")
#define TIERS_SOL_LOWER \
	TIERS_OF("SOL", "{\"minAmt\":\"0\",\"maxAmt\":\"\",\"discountRate\":\"0.7\"}")
#define PAIR_ETH_BTC \
	"{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"collateralCcy\":\"ETH\",\"borrowCcy\":\"BTC\"}]}"
/* 2026-11-22, 16:00 to 17:00 UTC: half an hour after the start of a scene. */
#define MAINTENANCE_SOON \
	"{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"title\":\"Trading system upgrade\",\"state\":\"scheduled\"," \
	"\"begin\":\"1795363200000\",\"end\":\"1795366800000\",\"serviceType\":\"5\",\"env\":\"1\"}]}"
#define NO_NOTICE "{\"code\":\"0\",\"msg\":\"\",\"data\":[]}"

#endif
