# One image for web server, worker and set-up; compose.yaml says which part runs.
FROM python:3.11-slim AS packages
COPY requirements.txt /srv/
RUN python -m venv /srv/.venv \
    && /srv/.venv/bin/python -m pip install --no-cache-dir --require-hashes -r /srv/requirements.txt

FROM python:3.11-slim
ENV PATH=/srv/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
RUN useradd --system --home-dir /srv/unionreg unionreg \
    && install -d -o unionreg -g unionreg -m 700 /var/lib/unionreg/uploads
COPY --from=packages /srv/.venv /srv/.venv
COPY . /srv/unionreg
WORKDIR /srv/unionreg
# Style sheets and scripts get their final names here; the keys of this step are used for nothing.
RUN SECRET_KEY=build FIELD_KEYS=k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE= \
    BLIND_INDEX_KEY=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE= \
    python manage.py collectstatic --no-input \
    && chown -R unionreg:unionreg var
USER unionreg
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", "0.0.0.0:8000"]
