#!/bin/sh
# Everything `make check` looks at. Each line is one kind of mistake.
set -eu
PATH="$PWD/.venv/bin:$PATH"
export PATH DJANGO_SETTINGS_MODULE=xiangyin.config.settings.test
XIANGYIN_VAR=$(mktemp -d)
export XIANGYIN_VAR
trap 'rm -rf "$XIANGYIN_VAR"' EXIT
step() { printf '%-14s' "$1"; shift; if out=$("$@" 2>&1); then echo ok; else echo FAILED; printf '%s\n' "$out"; exit 1; fi; }

step format ruff format --check .
step lint ruff check .
step types mypy
step imports lint-imports
step templates djlint --lint --quiet xiangyin
step catalogues python -m tests.house.translations
step django python -m django check --fail-level WARNING
step migrations python -m django makemigrations --check --dry-run
step deploy env DJANGO_SETTINGS_MODULE=xiangyin.config.settings.production XIANGYIN_SECRET="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" XIANGYIN_HOSTS=news.example python -m django check --deploy --fail-level WARNING
step docs python -m tests.house.links
