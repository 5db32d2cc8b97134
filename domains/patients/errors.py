"""What can go wrong with patients."""

from hub.errors import Conflict, NotFound


class NobodyFound(NotFound):
    """No patient of the institution has this number."""

    code = "patients.nobody_found"
    zh = "没有找到该号码对应的患者，请核对号码，或直接填写患者信息。"
    en = "No patient has this number. Check the number, or fill in the patient's details by hand."


class NumberTaken(Conflict):
    """Another patient has this number."""

    code = "patients.number_taken"
    zh = "{label}已登记在另一位患者名下，请核对号码；确为同一人时请在医院信息系统中合并。"
    en = "The {label} belongs to another patient. Check the number; if they are one person, merge them in the HIS."
