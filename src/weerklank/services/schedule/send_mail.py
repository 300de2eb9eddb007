"""Send mail: all that is to be told by mail, to whomever, as a schedule and `mail send` do it."""

from weerklank.model.notice import Notice
from weerklank.services.disclose.mail_tasks import mail_tasks
from weerklank.services.schedule.finish_change import finish_change
from weerklank.services.workplace import Workplace


def send_mail(workplace: Workplace) -> tuple[Notice, ...]:
    """Tell who works on Woo requests and who keeps the register; gives what to mind."""
    told = mail_tasks(workplace)
    return (*finish_change(workplace), *told)
