"""alerts.toml: where messages go and when. Secrets are not in it, only the names of the variables that hold them."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import time
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.home import Home

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
PLACEHOLDERS = {"council": "S12000010", "team": "north"}


class SettingsError(ValueError):
    """alerts.toml, or a variable it names, does not say what sending needs."""


class Recipient(NamedTuple):
    """One mailbox, card or hook: ``address`` is a mail address, else the name of a channel."""

    kind: str
    address: str


def _address(value: str) -> str:
    if not ADDRESS.fullmatch(value):
        raise ValueError("is not a mail address such as team.leader@council.example")
    return value


Address = Annotated[str, AfterValidator(_address)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Mail(_Strict):
    """The mail server: with STARTTLS or TLS and a login, or an internal relay that asks for neither."""

    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: Address = Field(alias="from")
    user_env: str | None = None
    password_env: str | None = None
    ca_file: Path | None = None
    timeout_seconds: float = Field(20, gt=0, le=120)

    @model_validator(mode="after")
    def _login_is_safe(self) -> Mail:
        if (self.user_env is None) != (self.password_env is None):
            raise ValueError("name both user_env and password_env, or neither")
        if self.user_env and self.security == "none":
            raise ValueError("a login needs security = 'starttls' or 'tls': the password would cross the network bare")
        return self


class Email(_Strict):
    """A channel of mailboxes; each gets its own message."""

    kind: Literal["email"]
    to: tuple[Address, ...] = Field(min_length=1)


class Teams(_Strict):
    """A Teams channel by a Workflows webhook. ``backup`` is an email channel that gets the same: 202 proves nothing."""

    kind: Literal["teams"]
    url_env: str
    backup: str
    timeout_seconds: float = Field(20, gt=0, le=120)


class Hook(_Strict):
    """Anything Apprise can reach, such as Slack or a JSON webhook; the variable holds its Apprise URL."""

    kind: Literal["apprise"]
    url_env: str


class QuietHours(_Strict):
    """London time of day between which only blockers are sent; both the same means never quiet."""

    start: time = Field(time(20), alias="from")
    end: time = Field(time(7), alias="to")


class Settings(_Strict):
    """The whole of alerts.toml."""

    default_channel: str
    channels: dict[str, Annotated[Email | Teams | Hook, Field(discriminator="kind")]]
    mail: Mail | None = None
    quiet_hours: QuietHours = QuietHours.model_validate({})
    digest_at: time = time(7)
    bundle_above: int = Field(5, ge=1)
    worklist: str = ""
    give_up_after_days: int = Field(14, ge=1)

    @model_validator(mode="after")
    def _everything_named_is_there(self) -> Settings:
        if self.default_channel not in self.channels:
            raise ValueError(f"default_channel {self.default_channel!r} is not among the channels")
        for name, channel in self.channels.items():
            if isinstance(channel, Teams) and not isinstance(self.channels.get(channel.backup), Email):
                raise ValueError(f"channel {name}: backup must name an email channel, since Teams confirms nothing")
        if self.mail is None and any(isinstance(channel, Email) for channel in self.channels.values()):
            raise ValueError("an email channel needs the table [mail]")
        try:
            self.worklist.format(**PLACEHOLDERS)
        except (KeyError, IndexError, ValueError):
            raise ValueError("worklist may contain {council} and {team} and no other braces") from None
        return self

    def recipients(self, channel_name: str) -> tuple[Recipient, ...]:
        """Everyone a channel reaches; those of the default channel when alerts.toml does not have it."""
        name = channel_name if channel_name in self.channels else self.default_channel
        channel = self.channels[name]
        if isinstance(channel, Email):
            return tuple(Recipient("email", address.lower()) for address in channel.to)
        if isinstance(channel, Teams):
            return (Recipient("teams", name), *self.recipients(channel.backup))
        return (Recipient("apprise", name),)


def path(home: Home) -> Path:
    """Where the user's own settings are."""
    return home.root / "alerts.toml"


def read(home: Home) -> Settings | None:
    """The settings, or None when there are none: alerts then keep state and send nothing. Raises SettingsError."""
    file = path(home)
    if not file.exists():
        return None
    try:
        return Settings.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file.name} is not valid TOML: {error}.") from None
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors(include_input=False)]
        raise SettingsError(f"{file.name} needs correcting. {'; '.join(faults)}.") from None


def secret(variable: str) -> str:
    """The value of an environment variable that alerts.toml names. Raises SettingsError when it is not set."""
    value = os.environ.get(variable, "")
    if not value:
        raise SettingsError(f"The environment variable {variable}, which alerts.toml names, is not set.")
    return value
