/* SPDX-License-Identifier: ISC */
/* Who could change where a path leads: one rule for keys, configuration and certificates. */
#include "test.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>

#include "conf/private_file.h"
#include "conf/path_check.h"
#include "conf/settings_load.h"
#include "unit/sandbox.h"

#define FILE_NAME ".config/colltop/file"
#define OTHER 12345 /* nobody's number here */

static struct cause cause;

/* The user and the group of the tests, in the place of those of the machine. */

static struct passwd user;
static struct group group;
static char joe[] = "joe", jim[] = "jim", users[] = "users";
static char *members[3];

struct passwd *
getpwuid(uid_t uid)
{
	user = (struct passwd){ .pw_name = joe, .pw_uid = uid, .pw_gid = getegid() };
	return &user;
}

struct group *
getgrgid(gid_t gid)
{
	group.gr_gid = gid;
	group.gr_mem = members;
	return &group;
}

static int
open_all(void **state)
{
	group.gr_name = joe;
	members[0] = NULL;
	return sandbox_open(state);
}

static int
close_all(void **state)
{
	assert_int_equal(chdir("/"), 0);
	return sandbox_close(state);
}

EACH_TEST(open_all, close_all)

static void
set_mode(const char *name, mode_t mode)
{
	assert_int_equal(chmod(sandbox_path(name), mode), 0);
}

/* Whether the file at PATH is taken for each purpose that it can have; they have to agree. */
static enum private_file_result
look_at(const char *path)
{
	enum private_file_result result = private_file_check(path, PRIVATE_FILE_SETTINGS, &cause);
	struct cause other;
	char text[16];
	size_t length;

	assert_int_equal(private_file_check(path, PRIVATE_FILE_CERTIFICATES, &other), result);
	assert_string_equal(other.text, cause.text);
	assert_int_equal(private_file_read(path, PRIVATE_FILE_SETTINGS, text, sizeof text, &length,
			     &other),
	    result);
	assert_string_equal(other.text, cause.text);
	return result;
}

static enum private_file_result
look(const char *name)
{
	return look_at(sandbox_path(name));
}

/* The same, and a key, which is not taken from a link that lies in its own place. */
static enum private_file_result
look_with_key(const char *name)
{
	enum private_file_result result = look(name);
	struct cause other;

	assert_int_equal(private_file_check(sandbox_path(name), PRIVATE_FILE_SECRET, &other),
	    result);
	assert_string_equal(other.text, cause.text);
	return result;
}

static void
assert_refused(const char *text)
{
	assert_string_equal(cause.text, text);
}

/* A folder's mode, and what becomes of the file in it, or of one in a folder of it. */
TEST(folders_up_to_the_home_directory)
{
	static const mode_t others[] = { 0702, 0707, 0777 };

	sandbox_file("joe/" FILE_NAME, "x", 0600);
	setenv("HOME", sandbox_path("joe"), 1);
	assert_int_equal(look_with_key("joe/" FILE_NAME), PRIVATE_FILE_READ);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		set_mode("joe/.config/colltop", others[i]);
		assert_int_equal(look_with_key("joe/" FILE_NAME), PRIVATE_FILE_REFUSED);
		set_mode("joe/.config/colltop", 0755);
		set_mode("joe/.config", others[i]);
		assert_int_equal(look_with_key("joe/" FILE_NAME), PRIVATE_FILE_REFUSED);
		set_mode("joe/.config", 0755);
		set_mode("joe", others[i]);
		assert_int_equal(look_with_key("joe/" FILE_NAME), PRIVATE_FILE_REFUSED);
		set_mode("joe", 0755);
	}
	set_mode("joe/.config", 0777);
	assert_int_equal(look_with_key("joe/" FILE_NAME), PRIVATE_FILE_REFUSED);
	assert_refused(
	    "others can write in the directory ~/.config (mode 0777); type: chmod go-w ~/.config");
	set_mode("joe/.config", 0755);
	/* What is above is not the user's to mend, and is not looked at. */
	set_mode(".", 0777);
	assert_int_equal(look_with_key("joe/" FILE_NAME), PRIVATE_FILE_READ);
}

/* Elsewhere all is checked: a folder like /tmp keeps others from replacing foreign files. */
TEST(folders_up_to_the_root)
{
	char expected[900];

	sandbox_file("joe/x", "x", 0600);
	setenv("HOME", sandbox_path("joe"), 1);
	sandbox_file("srv/mine/file", "x", 0600);
	assert_int_equal(look_with_key("srv/mine/file"), PRIVATE_FILE_READ);
	set_mode("srv", 0777);
	assert_int_equal(look_with_key("srv/mine/file"), PRIVATE_FILE_REFUSED);
	snprintf(expected, sizeof expected,
	    "others can write in the directory %s (mode 0777); type: chmod go-w %s",
	    sandbox_path("srv"), sandbox_path("srv"));
	assert_refused(expected);
	set_mode("srv", 01777);
	assert_int_equal(look_with_key("srv/mine/file"), PRIVATE_FILE_READ);
	/* But the file itself is not put there. */
	set_mode("srv/mine", 01777);
	assert_int_equal(look_with_key("srv/mine/file"), PRIVATE_FILE_REFUSED);
	snprintf(expected, sizeof expected,
	    "others can write in the directory %s (mode 1777); "
	    "put %s into a directory of your own",
	    sandbox_path("srv/mine"), sandbox_path("srv/mine/file"));
	assert_refused(expected);
	/* By a way through the home directory as well. */
	set_mode("srv/mine", 0755);
	set_mode("srv", 0777);
	assert_int_equal(look_with_key("joe/../srv/mine/file"), PRIVATE_FILE_REFUSED);
	unsetenv("HOME");
	assert_int_equal(look_with_key("joe/x"), PRIVATE_FILE_READ);
	set_mode(".", 0777);
	assert_int_equal(look_with_key("joe/x"), PRIVATE_FILE_REFUSED);
}

/* A umask of 002 makes folders that the user's own group can write. */
TEST(groups)
{
	sandbox_file(FILE_NAME, "x", 0600);
	set_mode(".config", 0775);
	assert_int_equal(look_with_key(FILE_NAME), PRIVATE_FILE_READ);
	members[0] = joe;
	assert_int_equal(look_with_key(FILE_NAME), PRIVATE_FILE_READ);
	set_mode(".", 0775);
	assert_int_equal(look_with_key(FILE_NAME), PRIVATE_FILE_READ);
	members[1] = jim;
	members[2] = NULL;
	assert_int_equal(look_with_key(FILE_NAME), PRIVATE_FILE_REFUSED);
	assert_refused(
	    "others can write in the directory ~/.config (mode 0775); type: chmod go-w ~/.config");
	members[0] = members[1];
	members[1] = NULL;
	assert_int_equal(look_with_key(FILE_NAME), PRIVATE_FILE_REFUSED);
	members[0] = NULL;
	group.gr_name = users;
	assert_int_equal(look_with_key(FILE_NAME), PRIVATE_FILE_REFUSED);
	group.gr_name = joe;
	set_mode(".config", 0777);
	assert_int_equal(look_with_key(FILE_NAME), PRIVATE_FILE_REFUSED);
	/* No group at all where the file is. */
	set_mode(".config", 0755);
	set_mode(".config/colltop", 0775);
	assert_int_equal(look_with_key(FILE_NAME), PRIVATE_FILE_REFUSED);
	assert_refused("others can write in the directory ~/.config/colltop (mode 0775); "
		       "type: chmod go-w ~/.config/colltop");
}

static void
link_to(const char *target, const char *name)
{
	unlink(sandbox_path(name));
	assert_int_equal(symlink(target, sandbox_path(name)), 0);
}

/* A link in the file's place: its folder, that of its target, and those above both. */
TEST(links_to_files)
{
	static const char *const folders[] = { ".config/colltop", ".config", "dotfiles/deep",
		"dotfiles" };

	sandbox_file(".config/colltop/x", "x", 0600);
	sandbox_file("dotfiles/deep/file", "x", 0600);
	for (int relative = 0; relative <= 1; relative++) {
		link_to(relative ? "../../dotfiles/deep/file" : sandbox_path("dotfiles/deep/file"),
		    FILE_NAME);
		assert_int_equal(look(FILE_NAME), PRIVATE_FILE_READ);
		for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
			char expected[300];

			set_mode(folders[i], 0777);
			assert_int_equal(look(FILE_NAME), PRIVATE_FILE_REFUSED);
			snprintf(expected, sizeof expected,
			    "others can write in the directory ~/%s (mode 0777); "
			    "type: chmod go-w ~/%s",
			    folders[i], folders[i]);
			assert_refused(expected);
			set_mode(folders[i], 0755);
		}
	}
	/* A link to a link: that one's folder, too. */
	sandbox_file("between/x", "x", 0600);
	link_to("../dotfiles/deep/file", "between/link");
	link_to("../../between/link", FILE_NAME);
	assert_int_equal(look(FILE_NAME), PRIVATE_FILE_READ);
	set_mode("between", 0777);
	assert_int_equal(look(FILE_NAME), PRIVATE_FILE_REFUSED);
	assert_refused(
	    "others can write in the directory ~/between (mode 0777); type: chmod go-w ~/between");
	assert_int_equal(private_file_check(sandbox_path(FILE_NAME), PRIVATE_FILE_SECRET, &cause),
	    PRIVATE_FILE_REFUSED);
	assert_refused("~/" FILE_NAME
		       " is a symbolic link; put the file itself there, or name it where it is");
}

/* A link to one of its folders, which a key may be reached by as well. */
TEST(links_to_folders)
{
	static const char *const folders[] = { ".config", "dotfiles/colltop", "dotfiles" };

	sandbox_file(".config/x", "x", 0600);
	sandbox_file("dotfiles/colltop/file", "x", 0600);
	link_to("../dotfiles/colltop", ".config/colltop");
	assert_int_equal(look_with_key(FILE_NAME), PRIVATE_FILE_READ);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		set_mode(folders[i], 0777);
		assert_int_equal(look_with_key(FILE_NAME), PRIVATE_FILE_REFUSED);
		set_mode(folders[i], 0775);
		assert_int_equal(look_with_key(FILE_NAME),
		    i == 1 ? PRIVATE_FILE_REFUSED : PRIVATE_FILE_READ);
		set_mode(folders[i], 0755);
	}
	assert_true(path_check_folder(sandbox_path(".config/colltop"), true, &cause));
	set_mode("dotfiles/colltop", 0775);
	assert_false(path_check_folder(sandbox_path(".config/colltop"), true, &cause));
	assert_refused("others can write in the directory ~/dotfiles/colltop (mode 0775); "
		       "type: chmod go-w ~/dotfiles/colltop");
	assert_true(path_check_folder(sandbox_path(".config/colltop"), false, &cause));
}

/* What is not there, and what cannot be reached. */
TEST(missing_files)
{
	sandbox_file("dotfiles/x", "x", 0600);
	sandbox_file(".config/x", "x", 0600);
	assert_int_equal(look_with_key(FILE_NAME), PRIVATE_FILE_MISSING);
	assert_int_equal(look_with_key(".config/x/file"), PRIVATE_FILE_MISSING);
	assert_int_equal(look_at(""), PRIVATE_FILE_MISSING);
	link_to("../dotfiles", ".config/colltop");
	assert_int_equal(look_with_key(FILE_NAME), PRIVATE_FILE_MISSING);
	link_to("../gone", ".config/colltop");
	assert_int_equal(look_with_key(FILE_NAME), PRIVATE_FILE_REFUSED);
	assert_refused("~/" FILE_NAME " is reached by a symbolic link whose target does not exist");
	link_to("../dotfiles/gone", ".config/y");
	assert_int_equal(look(".config/y"), PRIVATE_FILE_REFUSED);
	link_to("y", ".config/z");
	assert_int_equal(look(".config/z"), PRIVATE_FILE_REFUSED);
	link_to("loop", ".config/loop");
	assert_int_equal(look(".config/loop"), PRIVATE_FILE_REFUSED);
	assert_non_null(strstr(cause.text, "~/.config/loop cannot be followed: "));
	assert_int_equal(look(".config/loop/file"), PRIVATE_FILE_REFUSED);
}

TEST(relative_paths)
{
	sandbox_file(FILE_NAME, "x", 0600);
	assert_int_equal(chdir(sandbox_path(".config/colltop")), 0);
	assert_int_equal(look_at("file"), PRIVATE_FILE_READ);
	assert_int_equal(look_at("./../colltop//file"), PRIVATE_FILE_READ);
	set_mode(".config", 0777);
	assert_int_equal(look_at("file"), PRIVATE_FILE_REFUSED);
	assert_refused(
	    "others can write in the directory ~/.config (mode 0777); type: chmod go-w ~/.config");
}

/* What is typed as it stands does what it says. */
TEST(lines_to_type)
{
	static const char *const names[] = { "it's", "a b", "$(touch x)", "a'; touch x; '" };
	char command[1200], name[80];
	struct stat status;

	assert_int_equal(chdir(sandbox_path(".")), 0);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *line;

		snprintf(name, sizeof name, "%s/file", names[i]);
		sandbox_file(name, "x", 0600);
		set_mode(names[i], 0777);
		assert_int_equal(look_with_key(name), PRIVATE_FILE_REFUSED);
		line = strstr(cause.text, "type: ");
		assert_non_null(line);
		snprintf(command, sizeof command, "%s", line + strlen("type: "));
		assert_int_equal(system(command), 0);
		assert_int_equal(look_with_key(name), PRIVATE_FILE_READ);
	}
	assert_int_equal(stat("x", &status), -1);
}

TEST(long_paths_end_in_dots)
{
	char path[600], out[26];

	memset(path, 'a', sizeof path);
	path[sizeof path - 1] = '\0';
	path_check_show(out, sizeof out, path);
	assert_string_equal(out, "aaaaaaaaaaaaaaaaaaaaa...");
	memset(path, '\'', sizeof path - 1);
	path_check_show(out, sizeof out, path);
	assert_string_equal(out, "''\\'''\\'''\\'''\\''...'");
}

/* Loads the settings as the command line says where CONFIG and CA are (NULL: it does not). */
static bool
settings_good(const char *config, const char *ca)
{
	struct options options = { .environment = -1, .config = config, .ca_file = ca };
	struct settings settings;
	bool good = settings_load(&settings, &options, &cause);

	settings_clear(&settings);
	return good;
}

/* Wherever the configuration lies, and the certificates that it or the command line names. */
TEST(all_that_names_commands_and_hosts)
{
	char text[400];

	sandbox_file("tls/ca.pem", "-----BEGIN CERTIFICATE-----\n", 0644);
	sandbox_file("a/b/x.conf", "interval = 3\n", 0644);
	snprintf(text, sizeof text, "account \"main\" { ca_file = \"%s\" }\n",
	    sandbox_path("tls/ca.pem"));
	sandbox_file("xdg/colltop/colltop.conf", text, 0644);
	assert_true(settings_good(sandbox_path("a/b/x.conf"), sandbox_path("tls/ca.pem")));
	set_mode("a", 0777);
	assert_false(settings_good(sandbox_path("a/b/x.conf"), NULL));
	assert_refused("others can write in the directory ~/a (mode 0777); type: chmod go-w ~/a");
	assert_true(settings_good(NULL, NULL));
	setenv("XDG_CONFIG_HOME", sandbox_path("xdg"), 1);
	assert_true(settings_good(NULL, NULL));
	set_mode("tls", 0777);
	assert_false(settings_good(NULL, NULL));
	assert_refused(
	    "account main: others can write in the directory ~/tls (mode 0777); type: chmod go-w ~/tls");
	set_mode("tls", 0755);
	set_mode("tls/ca.pem", 0664);
	assert_false(settings_good(NULL, NULL));
	assert_refused(
	    "account main: ~/tls/ca.pem can be written by others (mode 0664), and it says which hosts get "
	    "the key; type: chmod go-w ~/tls/ca.pem");
	set_mode("tls/ca.pem", 0644);
	/* Root's own are as good as one's own. */
	assert_int_equal(private_file_check("/etc/passwd", PRIVATE_FILE_SETTINGS, &cause),
	    PRIVATE_FILE_READ);
	set_mode("xdg", 0777);
	assert_false(settings_good(NULL, NULL));
	assert_refused(
	    "others can write in the directory ~/xdg (mode 0777); type: chmod go-w ~/xdg");
}

/* The rest needs what belongs to others, which root alone can make. */
static void
give_away(const char *name)
{
	assert_int_equal(lchown(sandbox_path(name), OTHER, (gid_t)-1), 0);
}

TEST(links_of_others)
{
	if (geteuid() != 0)
		skip();
	sandbox_file(".config/colltop/x", "x", 0600);
	sandbox_file("Downloads/file", "x", 0600);
	link_to(sandbox_path("Downloads/file"), FILE_NAME);
	give_away(FILE_NAME);
	assert_int_equal(look(FILE_NAME), PRIVATE_FILE_REFUSED);
	assert_refused("the symbolic link ~/" FILE_NAME
		       " belongs to another user (uid 12345), who decides where it "
		       "leads; remove it, or make one of your own");
	set_mode(".config/colltop", 0777);
	assert_int_equal(look(FILE_NAME), PRIVATE_FILE_REFUSED);
	assert_refused("others can write in the directory ~/.config/colltop (mode 0777); "
		       "type: chmod go-w ~/.config/colltop");
	/* Another one on the way, where anybody may put one. */
	sandbox_file("open/x", "x", 0600);
	set_mode("open", 01777);
	link_to("../Downloads", "open/folder");
	assert_int_equal(look_with_key("open/folder/file"), PRIVATE_FILE_READ);
	give_away("open/folder");
	assert_int_equal(look_with_key("open/folder/file"), PRIVATE_FILE_REFUSED);
	assert_non_null(strstr(cause.text, "~/open/folder belongs to another user"));
}

TEST(folders_of_others)
{
	if (geteuid() != 0)
		skip();
	sandbox_file("joe/" FILE_NAME, "x", 0600);
	setenv("HOME", sandbox_path("joe"), 1);
	give_away(".");
	assert_int_equal(look_with_key("joe/" FILE_NAME), PRIVATE_FILE_READ);
	give_away("joe/.config");
	assert_int_equal(look_with_key("joe/" FILE_NAME), PRIVATE_FILE_REFUSED);
	assert_refused(
	    "the directory ~/.config belongs to another user (uid 12345), who could replace what is in it; "
	    "put ~/" FILE_NAME " into a directory of your own");
	assert_int_equal(chown(sandbox_path("joe/.config"), 0, (gid_t)-1), 0);
	set_mode("joe/.config", 0775);
	assert_int_equal(look_with_key("joe/" FILE_NAME), PRIVATE_FILE_READ);
	assert_int_equal(chown(sandbox_path("joe/.config"), 0, OTHER), 0);
	assert_int_equal(look_with_key("joe/" FILE_NAME), PRIVATE_FILE_REFUSED);
}

/* A package manager's store, filled by a group and changed by nobody, may hold a link's target. */
TEST(a_store_of_the_system)
{
	if (geteuid() != 0)
		skip();
	sandbox_file(".config/colltop/x", "x", 0600);
	sandbox_file("store/file", "x", 0444);
	assert_int_equal(chown(sandbox_path("store"), 0, OTHER), 0);
	set_mode("store", 01775);
	link_to(sandbox_path("store/file"), FILE_NAME);
	assert_int_equal(look(FILE_NAME), PRIVATE_FILE_READ);
	assert_int_equal(look("store/file"), PRIVATE_FILE_REFUSED);
	set_mode("store", 0775);
	assert_int_equal(look(FILE_NAME), PRIVATE_FILE_REFUSED);
	set_mode("store", 01777);
	assert_int_equal(look(FILE_NAME), PRIVATE_FILE_REFUSED);
}
