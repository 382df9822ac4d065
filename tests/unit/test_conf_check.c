/* SPDX-License-Identifier: ISC */
#include "config.h"
#include "test.h"

#include <string.h>

#include "conf/conf_check.h"

TEST(passes)
{
	/* Before and after: comments become blanks, lines stay. */
	static const char *const texts[][2] = {
		{ "", "" },
		{ "a = 1\n", "a = 1\n" },
		{ "a = 1 # {\n\tb=2\r\n", "a = 1    \n\tb=2\r\n" },
		{ "// it's\na = \"#//{/*\" // \"\n", "       \na = \"#//{/*\"     \n" },
		{ "/* \" { \n # */a=1/**//* */", "       \n     a=1         " },
		{ "u = https://a/b//c #x", "u = https://a/b//c   " },
		{ "a { b { c = 'it\\'s }' } }", "a { b { c = 'it\\'s }' } }" },
		{ "a = '${HOME}' b = \"\\${HOME} $ {\"", "a = '${HOME}' b = \"\\${HOME} $ {\"" },
		{ "a = \"\xc3\xa4 \\\" {\"", "a = \"\xc3\xa4 \\\" {\"" },
		{ "a#", "a " },
		{ "a = /", "a = /" },
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct cause cause = { "" };
		char text[128];
		unsigned line;

		memcpy(text, texts[i][0], strlen(texts[i][0]) + 1);
		assert_true(conf_check_prepare(text, strlen(text), &line, &cause));
		assert_string_equal(text, texts[i][1]);
	}
}

#define ROW(text, line, cause) \
	{ \
		text, sizeof text - 1, line, cause \
	}

TEST(refuses)
{
	static const struct {
		const char *text;
		size_t length;
		unsigned line;
		const char *cause;
	} rows[] = {
		ROW("a {\n b {\n }\n", 1, "the { here is never closed"),
		ROW("a {\n b {\n", 2, "the { here is never closed"),
		ROW("a {\n # }\n", 1, "the { here is never closed"),
		ROW("a {\n x = '}'\n", 1, "the { here is never closed"),
		ROW("\n}\n{", 2, "this } closes nothing"),
		ROW("{{{{{", 1, "sections are nested too deeply here"),
		ROW("a = 1\nb = \"x\nc = \"", 2,
		    "the text in double quotes is not closed on its line"),
		ROW("b = \"x\\\nc\"", 1, "the text in double quotes is not closed on its line"),
		ROW("b = 'x", 1, "the text in single quotes is not closed on its line"),
		ROW("b = \"x\\\"", 1, "the text in double quotes is not closed on its line"),
		ROW("b = \"x\\", 1, "the text in double quotes is not closed on its line"),
		ROW("\n/* x\n*\n", 2, "the comment that begins here is never closed"),
		ROW("/*/", 1, "the comment that begins here is never closed"),
		ROW("a = \"${HOME}\"", 1,
		    "${ would be replaced from the environment; write the text in single quotes"),
		ROW("a = ${HOME}", 1, "a $ cannot stand outside quotes"),
		ROW("a += 1", 1, "+ cannot stand outside quotes"),
		ROW("a = b\\c", 1, "a backslash cannot stand outside quotes"),
		ROW("a = \xc3\xa4", 1, "this character cannot stand outside quotes"),
		ROW("a\nb\0c", 2, "there is a NUL byte here: this is not a text file"),
		ROW("\n\na = \"\xff\"", 3, "there is a byte here that is not UTF-8"),
		ROW("# \x1b[31m", 1, "there is a control character here"),
		ROW("# \x7f", 1, "there is a control character here"),
		ROW("a = 1\rb = 2\n", 1, "there is a carriage return inside the line"),
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct cause cause = { "" };
		char text[128];
		unsigned line = 0;

		memcpy(text, rows[i].text, rows[i].length + 1);
		assert_false(conf_check_prepare(text, rows[i].length, &line, &cause));
		assert_string_equal(cause.text, rows[i].cause);
		assert_int_equal(line, rows[i].line);
	}
}
