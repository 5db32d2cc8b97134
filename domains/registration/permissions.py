"""The rights of this room."""

from hub.caller import Permission

VIEW = Permission("registration.view", "查看登记", "See registrations", ("admin", "registrar", "technician", "head"))
REGISTER = Permission("registration.register", "预约登记", "Register patients", ("admin", "registrar", "head"))
CANCEL = Permission("registration.cancel", "取消预约登记", "Cancel bookings", ("admin", "registrar", "head"))
REFER = Permission("registration.refer", "转诊登记", "Refer patients", ("admin", "registrar", "head"))
MANAGE = Permission("registration.manage", "设置接收转诊", "Offer to take referrals", ("admin",))
RELAY = Permission("registration.relay", "机构间转诊传递", "Carry referrals between institutions")
