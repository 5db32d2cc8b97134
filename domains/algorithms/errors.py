"""What this room refuses, and why."""

from __future__ import annotations

from hub.errors import Conflict


class AlgorithmDisabled(Conflict):
    """What is disabled in the register cannot be used, so there is nothing to open."""

    code = "algorithms.algorithm_disabled"
    zh = "算法“{algorithm}”已停用，请先在算法列表中启用。"
    en = 'The algorithm "{algorithm}" is disabled. Enable it in the list of algorithms first.'


class AlreadyOpened(Conflict):
    """What is open already has its time changed instead."""

    code = "algorithms.already_opened"
    zh = "算法“{algorithm}”已为该机构开通，请修改其有效期。"
    en = 'The algorithm "{algorithm}" is open for this institution already. Change its validity instead.'


class ApplicationMissing(Conflict):
    """Algorithms are opened within the application."""

    code = "algorithms.application_missing"
    zh = "该机构未开通“{application_zh}”应用或应用已过期，请先开通。"
    en = 'The application "{application_en}" is not open for this institution, or is over. Open it first.'


class ChangedMeanwhile(Conflict):
    """Somebody else changed the opening since the editor looked."""

    code = "algorithms.changed_meanwhile"
    zh = "该算法的开通信息已被他人修改，请查看最新内容后重新操作。"
    en = "Somebody else has changed this opening meanwhile. Please look at it again."


class StillOpened(Conflict):
    """Institutions use it."""

    code = "algorithms.still_opened"
    zh = "算法“{algorithm}”已为 {count} 个机构开通，不能删除，请先终止开通。"
    en = 'The algorithm "{algorithm}" is open for {count} institutions and cannot be deleted. End that first.'
