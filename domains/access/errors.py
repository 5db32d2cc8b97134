"""What this room refuses, and why."""

from hub.errors import Conflict, Unauthenticated


class WrongPassword(Unauthenticated):
    """Unknown account, wrong password and disabled account give one answer: nobody can probe for accounts."""

    code = "access.wrong_password"
    zh = "账号或密码不正确。"
    en = "The account or the password is not correct."


class LoginTaken(Conflict):
    """Another account uses this login."""

    code = "access.login_taken"
    zh = "账号 {login} 已被使用，请换一个。"
    en = "The login {login} is taken. Please choose another."
