"""Base data of an imaging department: what there is to choose from everywhere else (数据维护).

Words: a *modality* (模态) is a way of imaging such as CT; a *body part* (部位) is what is imaged; an *exam item*
(检查项目) is an examination that can be ordered; a *charge item* (收费项目) is what is paid for by the national price
standard. All of it is declared in ``resources``; there is nothing else here but the default data.
Rows ID-770 ... ID-783, SA-834 ... SA-841, SA-857 ... SA-865.
"""
