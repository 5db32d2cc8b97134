"""Sample submission (送检): a patient posts a sample and registers it; staff watch, decide, correct and send it back.

Words: *materials* (资料) are a patient's identity photos, documents and signed papers, which staff review first; the
*submission* is what he says of his posted sample; a *change request* (修改申请) asks that he may write it anew; the
*flow* (流转日志) is every step with its author. Always true: one submission for each patient's account, whose id is
also the submission's; it has a state only once the materials have passed; the first decision of two reviewers holds;
a flow line is never taken away. Source: sample-submission.md.
"""
