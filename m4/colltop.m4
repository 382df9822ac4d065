# SPDX-License-Identifier: ISC
# The macros of configure.ac.

# COLLTOP_LIBRARY(VARIABLE, MODULE, DEBIAN, FEDORA, ALPINE, HOMEBREW)
#
# Looks for the pkg-config MODULE and sets VARIABLE_CFLAGS and VARIABLE_LIBS.
# A missing one is noted with the names of its packages; configure goes on, so
# that COLLTOP_REQUIRE can name everything that is missing at once.
AC_DEFUN([COLLTOP_LIBRARY], [
PKG_CHECK_MODULES([$1], [$2], [colltop_have_$1=yes], [
  colltop_have_$1=no
  COLLTOP_MISSING([$2], [$3], [$4], [$5], [$6])])
])

# COLLTOP_MISSING(WHAT, DEBIAN, FEDORA, ALPINE, HOMEBREW)
AC_DEFUN([COLLTOP_MISSING], [
colltop_missing="$colltop_missing
  $1
      Debian $2, Fedora $3, Alpine $4, Homebrew $5"])

# COLLTOP_REQUIRE: ends configure when a library was missing.
AC_DEFUN([COLLTOP_REQUIRE], [
AS_IF([test -n "$colltop_missing"], [
  AC_MSG_ERROR([missing, and the packages that bring it:
$colltop_missing

  Install them and run configure again; ./bootstrap does both on Debian.])])
])

# COLLTOP_TRY_CFLAGS(VARIABLE, FLAGS, [PROLOGUE])
#
# Adds those of FLAGS to VARIABLE that the compiler takes without a warning,
# each tried with the user's own flags.
AC_DEFUN([COLLTOP_TRY_CFLAGS], [
for colltop_flag in $2; do
  AC_MSG_CHECKING([whether $CC takes $colltop_flag])
  colltop_cflags=$CFLAGS
  CFLAGS="$CFLAGS -Werror $colltop_flag"
  AC_COMPILE_IFELSE([AC_LANG_SOURCE([$3
int main(void) { return 0; }])],
    [AC_MSG_RESULT([yes])
     $1="${$1:+$$1 }$colltop_flag"],
    [AC_MSG_RESULT([no])])
  CFLAGS=$colltop_cflags
done
])

# COLLTOP_TRY_LDFLAGS(VARIABLE, FLAGS): the same for the linker.
AC_DEFUN([COLLTOP_TRY_LDFLAGS], [
for colltop_flag in $2; do
  AC_MSG_CHECKING([whether linking takes $colltop_flag])
  colltop_ldflags=$LDFLAGS
  colltop_cflags=$CFLAGS
  CFLAGS="$CFLAGS -Werror -fPIE"
  LDFLAGS="$LDFLAGS $colltop_flag"
  AC_LINK_IFELSE([AC_LANG_SOURCE([int main(void) { return 0; }])],
    [AC_MSG_RESULT([yes])
     $1="${$1:+$$1 }$colltop_flag"],
    [AC_MSG_RESULT([no])])
  LDFLAGS=$colltop_ldflags
  CFLAGS=$colltop_cflags
done
])

# COLLTOP_COMPLETION_DIR(SHELL, DIRECTORY)
#
# --with-SHELL-completion-dir=DIR, by default DIRECTORY below $(datadir), where
# a package puts it; never what pkg-config says, which is outside the prefix.
AC_DEFUN([COLLTOP_COMPLETION_DIR], [
AC_ARG_WITH([$1-completion-dir],
  [AS_HELP_STRING([--with-$1-completion-dir=DIR],
    [where the completion for $1 goes @<:@DATADIR/$2@:>@, or no])],
  [], [with_$1_completion_dir=yes])
AS_CASE([$with_$1_completion_dir],
  [yes], [$1_completion_dir='${datadir}/$2'],
  [no], [$1_completion_dir=],
  [$1_completion_dir=$with_$1_completion_dir])
AC_SUBST([$1_completion_dir])
AM_CONDITIONAL([COMPLETION_]m4_toupper([$1]), [test -n "$$1_completion_dir"])
])
