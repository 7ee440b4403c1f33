# The program with the locked versions of its libraries, for one user without rights; `docs/operations.md` says how to run it.
ARG PYTHON=3.11.14-slim-bookworm

FROM python:${PYTHON} AS made
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /srv/reportgen
COPY requirements/run.txt /srv/build/requirements/run.txt
RUN /srv/reportgen/bin/pip install --require-hashes --requirement /srv/build/requirements/run.txt
COPY pyproject.toml README.md LICENSE /srv/build/
COPY reportgen /srv/build/reportgen
COPY templates /srv/build/templates
COPY inputs /srv/build/inputs
RUN /srv/reportgen/bin/pip install --no-index --no-deps --no-build-isolation /srv/build

FROM python:${PYTHON}
# What the PDF library opens; `reportgen doctor` asks for the same.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libharfbuzz-subset0 \
        libharfbuzz0b \
        libpango-1.0-0 \
        libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*
ARG USER_ID=10001
RUN useradd --uid ${USER_ID} --user-group --no-create-home --shell /usr/sbin/nologin reportgen \
    && install --directory --owner=reportgen --group=reportgen --mode=0700 /srv/workspace /var/cache/reportgen-fonts
COPY --from=made /srv/reportgen /srv/reportgen
ENV PATH=/srv/reportgen/bin:$PATH LANG=C.UTF-8 PYTHONUNBUFFERED=1 XDG_CACHE_HOME=/var/cache/reportgen-fonts
USER reportgen
# The Chinese font is prepared once, here, and not by every container anew.
RUN python -c "from reportgen.app.fonts import font_cache, prepare_fonts; prepare_fonts(font_cache())" \
    && reportgen doctor --quiet
WORKDIR /srv/workspace
ENTRYPOINT ["reportgen"]
CMD ["--help"]
