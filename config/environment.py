"""Everything that can be set from outside, with its type and default: the one settings page of an operator.

The table in README.md is checked against this class by a test.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent


class Environment(BaseSettings):
    """Environment variables of Pugmark; names are those of the fields."""

    model_config = SettingsConfigDict(case_sensitive=True, extra="ignore")

    HOST: str = Field("127.0.0.1", description="Address that the web server listens on")
    PORT: int = Field(8000, description="Port that the web server listens on")
    PUBLIC_URL: str = Field("", description="Address under which people reach Pugmark; default http://HOST:PORT")
    ALLOWED_HOSTS: str = Field(
        "", description="Host names answered to, by commas; default: HOST, PUBLIC_URL's, localhost"
    )
    PROXIES: int = Field(
        0,
        description="Reverse proxies before the web server; their X-Forwarded-For and -Proto are believed",
        ge=0,
        le=5,
    )
    SECRET_KEY: str = Field("", description="Signing key; default: made once and kept in PUGMARK_VAR")
    ENCRYPTION_KEYS: str = Field(
        "",
        description="Fernet keys for channel secrets, newest first, by commas; default: made once, kept in PUGMARK_VAR",
    )
    DEBUG: bool = Field(False, description="Django's debug pages; never outside development")
    PUGMARK_VAR: Path = Field(BASE_DIR / "var", description="Folder of embedded PostgreSQL, Redis, logs and keys")
    DATABASE_URL: str = Field("", description="PostgreSQL address; default: embedded PostgreSQL")
    BROKER_URL: str = Field("", description="Celery broker (redis:// or amqp://); default: embedded Redis")
    CACHE_URL: str = Field(
        "", description="Redis address of the cache; default: BROKER_URL where that is Redis, else embedded Redis"
    )
    SEARCH_ADDRESS: str = Field(
        "", description="Search index server: path of a Unix socket or host:port; default: the one `make run` starts"
    )
    MEDIA_ROOT: Path = Field(BASE_DIR / "media", description="Folder of files on one machine")
    AWS_STORAGE_BUCKET_NAME: str = Field(
        "", description="Bucket of any S3-compatible store; set it and files go there instead of MEDIA_ROOT"
    )
    AWS_S3_ENDPOINT_URL: str = Field("", description="Address of the S3-compatible store; default: Amazon's")
    AWS_S3_BROWSER_URL: str = Field(
        "", description="Address of the store as browsers reach it, where that differs; default: AWS_S3_ENDPOINT_URL"
    )
    AWS_S3_DIRECT: bool = Field(
        True, description="Browsers send and play large files straight to and from the store; it needs their CORS rule"
    )
    AWS_S3_ADDRESSING_STYLE: str = Field("auto", description="How the bucket is named to the store: path or virtual")
    AWS_S3_REGION_NAME: str = Field("", description="Region of the bucket")
    AWS_ACCESS_KEY_ID: str = Field("", description="Access key of the store")
    AWS_SECRET_ACCESS_KEY: str = Field("", description="Secret key of the store")
    TIME_ZONE: str = Field("Asia/Shanghai", description="Zone of the cameras and the default zone of the desk")
    TRANSLATION_MODELS: Path | None = Field(
        None, description="Folder of installed translation models; default: PUGMARK_VAR/models"
    )
    TRANSLATION_MODEL: str = Field(
        "", description="Model to translate with; default: the best installed one for a pair of languages"
    )
    TRANSLATION_ENGINE: Literal["ctranslate2", "transformers", "openai", "libretranslate", "echo"] = Field(
        "ctranslate2", description="What translates: installed models (ctranslate2, transformers), a server, or echo"
    )
    TRANSLATION_URL: str = Field(
        "", description="Address of an OpenAI- or LibreTranslate-compatible server, such as https://host/v1"
    )
    TRANSLATION_KEY: str = Field("", description="Key of the translation server", repr=False)
    TRANSLATION_TIMEOUT: float = Field(
        60.0, description="Seconds after which a silent translation server counts as gone", gt=0, le=600
    )
    TRANSLATION_LICENCE_WORDS: str = Field(
        "", description="The words, exactly as Pugmark asks for them, that allow a model whose licence forbids commerce"
    )
    TRANSLATION_CACHE: Path | None = Field(
        None, description="Folder where answers of translation engines are kept; default: PUGMARK_VAR/translations"
    )
    SPEECH_MODEL: Path | None = Field(
        None, description="Folder of a Whisper model in CTranslate2's format, for captions from what is said"
    )
    WEB_WORKERS: int = Field(0, description="Web processes; default: 2", ge=0)
    WORKER_PROCESSES: int = Field(
        0, description="Processes for ingest, renders and translations; default: the machine's cores", ge=0
    )
    DELIVERY_LEASE_SECONDS: float = Field(
        60.0, description="Seconds after which a silent publisher counts as dead", gt=1
    )
    DEMO: bool = Field(True, description="Fill an empty installation with demo content at the first start")
    UPLOAD_MAX_BYTES: int = Field(64 * 2**30, description="Largest file that a browser may send, in bytes", ge=1)
    WATCH_ROOTS: str = Field(
        "", description="Folders by commas; only in them may folders be watched for new footage. Empty: none may"
    )
    WATCH_SECONDS: float = Field(30.0, description="Seconds between two looks at a watched place", gt=0)
    WATCH_STILL_SECONDS: float = Field(
        20.0, description="Seconds that a file in a watched folder must have stood still before it is taken in", ge=0
    )
    EVENT_GAP_SECONDS: int = Field(
        120, description="Longest gap between two pieces of one event; the desk may set its own", ge=1, le=86_400
    )
    FOOTAGE: str = Field("", description="Folder that `make run` ingests after its start")
    EMAIL_URL: str = Field(
        "", description="SMTP server, smtp://user:password@host:port; default: mails are written to the log"
    )

    EMAIL_FROM: str = Field("", description="Sender of the mails; default: pugmark@ and the host of PUBLIC_URL")
    WEBHOOK_PRIVATE_HOSTS: str = Field(
        "",
        description="Private hosts and networks that alarm webhooks may go to, by commas, such as 10.1.0.0/16",
    )
    CHANNEL_PRIVATE_HOSTS: str = Field(
        "", description="Private hosts and networks that channels may name as their server, by commas"
    )
    MONITORING_PREFIXES: str = Field(
        "incoming/",
        description="Prefixes in the store, by commas, below which the monitoring system may register files",
    )

    CREDENTIALS_CERTIFICATE: str = Field(
        "",
        description="PEM chain that signs downloads (C2PA); default: a development one, made in PUGMARK_VAR",
    )
    CREDENTIALS_KEY: str = Field("", description="PEM key of CREDENTIALS_CERTIFICATE")
    CREDENTIALS_TIMESTAMPS: str = Field("", description="Address of an RFC 3161 authority that dates the signatures")
    NGINX_PREFIX: str = Field(
        "",
        description="Internal location of nginx for MEDIA_ROOT, such as /protected/; then nginx sends downloads",
    )
    HSTS_SECONDS: int = Field(
        31_536_000, description="How long browsers insist on https, where PUBLIC_URL is https; 0: not at all", ge=0
    )

    @property
    def public_url(self) -> str:
        return (self.PUBLIC_URL or f"http://{self.HOST}:{self.PORT}").rstrip("/")

    @property
    def worker_processes(self) -> int:
        return self.WORKER_PROCESSES or os.cpu_count() or 2


@cache
def environment() -> Environment:
    """The environment as it was when first asked for."""
    return Environment()
