/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_ANSWERS_H
#define COLLTOP_TESTS_ANSWERS_H

/* Answers of the exchange, as the screen tests give them. */

#define ASSET(ccy, amt, usd) "{\"ccy\":\"" ccy "\",\"amt\":\"" amt "\",\"notionalUsd\":\"" usd "\"}"
#define ASSETS(list) "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"assets\":[" list "]}]}"
#define REFUSAL(code, text) "{\"code\":\"" code "\",\"msg\":\"" text "\",\"data\":[]}"

/* The three currencies of the documentation page. */
#define THREE \
	ASSETS(ASSET("BTC", "1.7921483143067599", "158292.621793314105231") "," ASSET("ETH", \
	    "1.9400755578876945", \
	    "6325.6652712507") "," ASSET("USDT", "63.9795959720319628", "64.3650372635"))

/* The same with every value drifted. */
#define THREE_DRIFTED \
	ASSETS(ASSET("BTC", "1.7921483143067599", "158273.504182044911720") "," ASSET("ETH", \
	    "1.9400755578876945", \
	    "6328.1903347122") "," ASSET("USDT", "63.9795959720319628", "64.3582291840"))

/* The same two seconds later: a price moved, an amount moved, a currency came. */
#define THREE_LATER \
	ASSETS(ASSET("BTC", "1.7921483143067599", "158300.001793314105231") "," ASSET("ETH", \
	    "1.5", "4890.79") "," ASSET("USDT", "63.9795959720319628", \
	    "64.3650372635") "," ASSET("XRP", "100", "52.10"))

/* Some values are not known, one is no number. */
#define PARTIAL \
	ASSETS(ASSET("BTC", "1", "50000") "," ASSET("ETH", "2", \
	    "50000") "," \
		     "{\"ccy\":\"SOL\",\"amt\":\"3\"}," ASSET("XRP", "4", "about five"))

/* Values below 1 USD. */
#define SMALL \
	ASSETS(ASSET("BTC", "1", "90000") "," ASSET("DOGE", "2", "0.50") "," ASSET("SHIB", "3000", \
	    "0.031") "," ASSET("PEPE", "10", "0.0001"))

/* Forty currencies, C01 to C40, each worth 40 USD less than the one before. */
#define FORTY_ASSET(n, usd) ASSET("C" n, "1", usd)
#define FORTY \
	ASSETS(FORTY_ASSET("01", "1600") "," FORTY_ASSET("02", "1560") "," FORTY_ASSET("03", \
	    "1520") "," FORTY_ASSET("04", "1480") "," FORTY_ASSET("05", \
	    "1440") "," FORTY_ASSET("06", "1400") "," FORTY_ASSET("07", \
	    "1360") "," FORTY_ASSET("08", "1320") "," FORTY_ASSET("09", \
	    "1280") "," FORTY_ASSET("10", "1240") "," FORTY_ASSET("11", \
	    "1200") "," FORTY_ASSET("12", "1160") "," FORTY_ASSET("13", \
	    "1120") "," FORTY_ASSET("14", "1080") "," FORTY_ASSET("15", \
	    "1040") "," FORTY_ASSET("16", "1000") "," FORTY_ASSET("17", \
	    "960") "," FORTY_ASSET("18", "920") "," FORTY_ASSET("19", "880") "," FORTY_ASSET("20", \
	    "840") "," FORTY_ASSET("21", "800") "," FORTY_ASSET("22", "760") "," FORTY_ASSET("23", \
	    "720") "," FORTY_ASSET("24", "680") "," FORTY_ASSET("25", "640") "," FORTY_ASSET("26", \
	    "600") "," FORTY_ASSET("27", "560") "," FORTY_ASSET("28", "520") "," FORTY_ASSET("29", \
	    "480") "," FORTY_ASSET("30", "440") "," FORTY_ASSET("31", "400") "," FORTY_ASSET("32", \
	    "360") "," FORTY_ASSET("33", "320") "," FORTY_ASSET("34", "280") "," FORTY_ASSET("35", \
	    "240") "," FORTY_ASSET("36", "200") "," FORTY_ASSET("37", "160") "," FORTY_ASSET("38", \
	    "120") "," FORTY_ASSET("39", "80") "," FORTY_ASSET("40", "40"))

/* No open loan, an empty funding account, no index prices: what sources answer by default. */
#define BALANCE(ccy, available) \
	"{\"ccy\":\"" ccy "\",\"bal\":\"" available "\",\"frozenBal\":\"0\"," \
	"\"availBal\":\"" available "\"}"
#define BALANCES(list) "{\"code\":\"0\",\"msg\":\"\",\"data\":[" list "]}"
#define NO_BALANCES BALANCES("")
#define NO_PRICES "{\"code\":\"0\",\"msg\":\"\",\"data\":[]}"
#define NO_LOAN "{\"code\":\"0\",\"msg\":\"\",\"data\":[]}"
#define NO_ASSETS ASSETS("")

#endif
