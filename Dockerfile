# One image for web, worker and beat; docker-compose.yml says which is which.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BONEMETS_NO_BOOTSTRAP=1 BONEMETS_MODE=production
WORKDIR /srv/bonemets
RUN useradd --system --no-create-home bonemets

COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY manage.py ./
COPY bonemets bonemets
COPY content content
COPY messaging messaging
# Gathering static files needs settings but no secret; these values exist in this step alone.
RUN SECRET_KEY=only-while-static-files-are-gathered-0123456789-abcdef \
    ALLOWED_HOSTS=build.invalid PUBLIC_URL=https://build.invalid \
    DATABASE_URL=sqlite:////tmp/none REDIS_URL=unix:///tmp/none \
    FIELD_KEYS=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE= \
    INDEX_KEY=only-while-static-files-are-gathered \
    TWILIO_ACCOUNT_SID=AC00000000000000000000000000000000 TWILIO_AUTH_TOKEN=none \
    python manage.py collectstatic --noinput

USER bonemets
EXPOSE 8000
CMD ["gunicorn", "bonemets.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "8", "--preload", "--worker-tmp-dir", "/dev/shm"]
