"""What connectors have in common that speak to their platform through a `Courier`."""

from __future__ import annotations

from publishing.connectors.base import Account, Connector, KeepSecrets
from publishing.connectors.courier import Answer, Courier
from publishing.connectors.errors import ConnectorError
from publishing.connectors.exchange import Exchange, HttpLimits


class CourierConnector(Connector):
    """A connector with one courier, who reads answers as the platform means them and blacks out its secrets."""

    def __init__(
        self, account: Account, *, http: HttpLimits | None = None, keep_secrets: KeepSecrets | None = None
    ) -> None:
        super().__init__(account, http=http, keep_secrets=keep_secrets)
        self.courier = Courier(
            platform=self.capabilities.name, http=self.http, secrets=account.secrets.values(), judge=self.judge
        )

    def judge(self, answer: Answer, exchange: Exchange) -> ConnectorError | None:
        """Read an answer as this platform means it (`courier.Judge`)."""
        return None

    def close(self) -> None:
        self.courier.close()
