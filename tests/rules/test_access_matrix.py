"""Who gets which answer behind which address, by which method: a literal table, held against the URL resolver.

A new address needs its rows here. `@` names what is asked for where it matters: a case published to partners (when nothing
is said), to the public, to nobody, of named members, none; a restricted record; an issue of the public or the
partners, frozen or drafted; the links of somebody who is subscribed.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cases.models import CaseMember, CitationLink, Detention, HealthNote
from reports.choices import EntryKind, FormKind, IssueState, Voice
from reports.models import Entry, Issue, IssueForm, Passage, Section, Series, Subscriber
from tests import factories
from tests.exported import bytes_of
from tests.rules.doors import doors
from tracker.audiences import Audience
from tracker.models import SignInLink, User
from tracker.permissions import Role

pytestmark = pytest.mark.django_db

TABLE = """
address                     methods            visitor researcher member advocate editor reviewer admin outsider partner
account                     read,OPTIONS       302     200        200    200      200    200      200   200      302
account                     write              302     405        405    405      405    405      405   405      302
account-keys                read,PUT,PATCH,DELETE 302     405        405    405      405    405      405   405      302
account-keys                OPTIONS            302     200        200    200      200    200      200   200      302
account-keys                POST               302     302        302    302      302    302      302   302      302
account-password            read,OPTIONS       302     200        200    200      200    200      200   200      302
account-password            POST,PUT           302     422        422    422      422    422      422   422      302
account-password            PATCH,DELETE       302     405        405    405      405    405      405   405      302
account-sessions            read,PUT,PATCH,DELETE 302     405        405    405      405    405      405   405      302
account-sessions            OPTIONS            302     200        200    200      200    200      200   200      302
account-sessions            POST               302     302        302    302      302    302      302   302      302
account_login               read,OPTIONS,POST,PUT 200     302        302    302      302    302      302   302      200
account_login               PATCH,DELETE       405     302        302    302      302    302      302   302      405
account_reauthenticate      read,OPTIONS,write 302     403        403    403      403    403      403   403      302
accounts                    read,OPTIONS       302     403        403    403      403    403      200   403      302
accounts                    write              302     403        403    403      403    403      405   403      302
accounts-change             read,POST          302     403        403    403      403    403      404   403      302
accounts-change             OPTIONS            302     403        403    403      403    403      200   403      302
accounts-change             PUT,PATCH,DELETE   302     403        403    403      403    403      405   403      302
accounts-invite             read,OPTIONS       302     403        403    403      403    403      200   403      302
accounts-invite             POST               302     403        403    403      403    403      422   403      302
accounts-invite             PUT,PATCH,DELETE   302     403        403    403      403    403      405   403      302
admin:index                 read,OPTIONS,write 302     302        302    302      302    302      200   302      302
api:articles                read,OPTIONS       200     200        200    200      200    200      200   200      200
api:articles                write              405     405        405    405      405    405      405   405      405
api:bulletin                read,OPTIONS       200     200        200    200      200    200      200   200      200
api:bulletin                write              405     405        405    405      405    405      405   405      405
api:bulletin@partners       GET                404     404        404    404      404    404      404   404      200
api:bulletin@drafted        GET                404     404        404    404      404    404      404   404      404
api:bulletin@none           GET                404     404        404    404      404    404      404   404      404
api:bulletins               read,OPTIONS       200     200        200    200      200    200      200   200      200
api:bulletins               write              405     405        405    405      405    405      405   405      405
api:case                    read               404     404        404    404      404    404      404   404      200
api:case                    OPTIONS            200     200        200    200      200    200      200   200      200
api:case                    write              405     405        405    405      405    405      405   405      405
api:case@public             GET                200     200        200    200      200    200      200   200      200
api:case@drafted            GET                404     404        404    404      404    404      404   404      404
api:case@members            GET                404     404        404    404      404    404      404   404      404
api:case@none               GET                404     404        404    404      404    404      404   404      404
api:cases                   read,OPTIONS       200     200        200    200      200    200      200   200      200
api:cases                   write              405     405        405    405      405    405      405   405      405
api:cases-csv               read,OPTIONS       200     200        200    200      200    200      200   200      200
api:cases-csv               write              405     405        405    405      405    405      405   405      405
api:cases-ndjson            read,OPTIONS       200     200        200    200      200    200      200   200      200
api:cases-ndjson            write              405     405        405    405      405    405      405   405      405
api:cases-xlsx              read,OPTIONS       200     200        200    200      200    200      200   200      200
api:cases-xlsx              write              405     405        405    405      405    405      405   405      405
api:changes                 read,OPTIONS       200     200        200    200      200    200      200   200      200
api:changes                 write              405     405        405    405      405    405      405   405      405
api:docs                    read               200     200        200    200      200    200      200   200      200
api:docs                    OPTIONS,write      405     405        405    405      405    405      405   405      405
api:facilities              read,OPTIONS       200     200        200    200      200    200      200   200      200
api:facilities              write              405     405        405    405      405    405      405   405      405
api:nothing                 read               404     404        404    404      404    404      404   404      404
api:nothing                 OPTIONS            200     200        200    200      200    200      200   200      200
api:nothing                 write              405     405        405    405      405    405      405   405      405
api:person                  read               404     404        404    404      404    404      404   404      200
api:person                  OPTIONS            200     200        200    200      200    200      200   200      200
api:person                  write              405     405        405    405      405    405      405   405      405
api:person@public           GET                200     200        200    200      200    200      200   200      200
api:person@drafted          GET                404     404        404    404      404    404      404   404      404
api:person@members          GET                404     404        404    404      404    404      404   404      404
api:person@none             GET                404     404        404    404      404    404      404   404      404
api:schema                  read,OPTIONS       200     200        200    200      200    200      200   200      200
api:schema                  write              405     405        405    405      405    405      405   405      405
api:version                 read               404     404        404    404      404    404      404   404      200
api:version                 OPTIONS            200     200        200    200      200    200      200   200      200
api:version                 write              405     405        405    405      405    405      405   405      405
api:version@public          GET                200     200        200    200      200    200      200   200      200
api:version@drafted         GET                404     404        404    404      404    404      404   404      404
api:version@members         GET                404     404        404    404      404    404      404   404      404
api:version@none            GET                404     404        404    404      404    404      404   404      404
api:version@second          GET                404     404        404    404      404    404      404   404      404
api:versions                read               404     404        404    404      404    404      404   404      200
api:versions                OPTIONS            200     200        200    200      200    200      200   200      200
api:versions                write              405     405        405    405      405    405      405   405      405
api:versions@public         GET                200     200        200    200      200    200      200   200      200
api:versions@drafted        GET                404     404        404    404      404    404      404   404      404
api:versions@members        GET                404     404        404    404      404    404      404   404      404
api:versions@none           GET                404     404        404    404      404    404      404   404      404
cases:article               read               404     200        200    200      200    200      404   404      404
cases:article               OPTIONS            200     200        200    200      200    200      200   200      200
cases:article               write              405     405        405    405      405    405      405   405      405
cases:article@public        GET                200     200        200    200      200    200      200   200      200
cases:article@drafted       GET                404     200        200    200      200    200      404   404      404
cases:article@members       GET                404     404        200    404      404    404      404   404      404
cases:article@none          GET                404     404        404    404      404    404      404   404      404
cases:articles              read,OPTIONS       200     200        200    200      200    200      200   200      200
cases:articles              write              405     405        405    405      405    405      405   405      405
cases:facility              read               404     200        200    200      200    200      404   404      404
cases:facility              OPTIONS            200     200        200    200      200    200      200   200      200
cases:facility              write              405     405        405    405      405    405      405   405      405
cases:facility@public       GET                200     200        200    200      200    200      200   200      200
cases:facility@drafted      GET                404     200        200    200      200    200      404   404      404
cases:facility@members      GET                404     404        200    404      404    404      404   404      404
cases:facility@none         GET                404     404        404    404      404    404      404   404      404
cases:facilities            read,OPTIONS       200     200        200    200      200    200      200   200      200
cases:facilities            write              405     405        405    405      405    405      405   405      405
cases:source                read               404     200        200    200      200    200      404   404      404
cases:source                OPTIONS            200     200        200    200      200    200      200   200      200
cases:source                write              405     405        405    405      405    405      405   405      405
cases:source@public         GET                200     200        200    200      200    200      200   200      200
cases:source@drafted        GET                404     200        200    200      200    200      404   404      404
cases:source@members        GET                404     404        200    404      404    404      404   404      404
cases:source@none           GET                404     404        404    404      404    404      404   404      404
cases:consent-add           read               302     200        200    403      403    200      404   404      302
cases:consent-add           OPTIONS            302     200        200    200      200    200      200   200      302
cases:consent-add           POST               302     422        422    403      403    422      404   404      302
cases:consent-add           PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
cases:consent-add@members   GET                302     404        200    404      404    404      404   404      302
cases:consent-add@members   POST               302     404        422    404      404    404      404   404      302
cases:consent-add@none      GET                302     404        404    404      404    404      404   404      302
cases:consent-edit      read               302     200        200    403      403    200      404   404      302
cases:consent-edit      OPTIONS            302     200        200    200      200    200      200   200      302
cases:consent-edit      POST               302     409        409    403      403    409      404   404      302
cases:consent-edit      PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
cases:consent-edit@members GET                302     404        200    404      404    404      404   404      302
cases:consent-edit@members POST               302     404        409    404      404    404      404   404      302
cases:consent-edit@none GET                302     404        404    404      404    404      404   404      302
cases:consent-withdraw      read               302     200        200    403      403    200      404   404      302
cases:consent-withdraw      OPTIONS            302     200        200    200      200    200      200   200      302
cases:consent-withdraw      POST               302     302        302    403      403    302      404   404      302
cases:consent-withdraw      PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
cases:consent-withdraw@members GET                302     404        200    404      404    404      404   404      302
cases:consent-withdraw@members POST               302     404        302    404      404    404      404   404      302
cases:consent-withdraw@none GET                302     404        404    404      404    404      404   404      302
cases:alike                 read,PUT,PATCH,DELETE 302     405        405    405      405    405      405   405      302
cases:alike                 OPTIONS            302     200        200    200      200    200      200   200      302
cases:alike                 POST               302     200        200    403      403    200      403   403      302
cases:approve               read,PUT,PATCH,DELETE 302     405        405    405      405    405      405   405      302
cases:approve               OPTIONS            302     200        200    200      200    200      200   200      302
cases:approve               POST               302     403        403    403      403    422      404   404      302
cases:approve@members       POST               302     404        403    404      404    404      404   404      302
cases:approve@none          POST               302     404        404    404      404    404      404   404      302
cases:deadlines             read,OPTIONS       302     200        200    200      200    200      200   200      302
cases:deadlines             write              302     405        405    405      405    405      405   405      302
cases:detail                read               302     200        200    200      200    200      404   404      302
cases:detail                OPTIONS            302     200        200    200      200    200      200   200      302
cases:detail                write              302     405        405    405      405    405      405   405      302
cases:detail@public         GET                302     200        200    200      200    200      404   404      302
cases:detail@drafted        GET                302     200        200    200      200    200      404   404      302
cases:detail@members        GET                302     404        200    404      404    404      404   404      302
cases:detail@none           GET                302     404        404    404      404    404      404   404      302
cases:edit                  read               302     200        200    403      403    200      404   404      302
cases:edit                  OPTIONS            302     200        200    200      200    200      200   200      302
cases:edit                  POST               302     422        422    403      403    422      404   404      302
cases:edit                  PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
cases:edit@members          GET                302     404        200    404      404    404      404   404      302
cases:edit@members          POST               302     404        422    404      404    404      404   404      302
cases:edit@none             GET                302     404        404    404      404    404      404   404      302
cases:drafts                read               302     200        200    200      200    200      403   403      302
cases:drafts                OPTIONS            302     200        200    200      200    200      200   200      302
cases:drafts                write              302     405        405    405      405    405      405   405      302
cases:history               read               302   200   200   200   200   200   404   404   302
cases:history               OPTIONS            302   200   200   200   200   200   200   200   302
cases:history               write              302   405   405   405   405   405   405   405   302
cases:history@drafted       GET                302   200   200   200   200   200   404   404   302
cases:history@members       GET                302   404   200   404   404   404   404   404   302
cases:history@none          GET                302   404   404   404   404   404   404   404   302
cases:list                  read,OPTIONS       302     200        200    200      200    200      200   200      302
cases:list                  write              302     405        405    405      405    405      405   405      302
cases:list-csv              read,OPTIONS       302     200        200    200      200    200      200   200      302
cases:list-csv              write              302     405        405    405      405    405      405   405      302
cases:list-ndjson           read,OPTIONS       302     200        200    200      200    200      200   200      302
cases:list-ndjson           write              302     405        405    405      405    405      405   405      302
cases:list-xlsx             read,OPTIONS       302     200        200    200      200    200      200   200      302
cases:list-xlsx             write              302     405        405    405      405    405      405   405      302
cases:record-add            read           302     200        200    403      403    200      404   404      302
cases:record-add            POST           302     422        422    403      403    422      404   404      302
cases:record-add            OPTIONS        302     200        200    200      200    200      200   200      302
cases:record-add            PUT,PATCH,DELETE 302     405        405    405      405    405      405   405      302
cases:record-add@members    GET            302     404        200    404      404    404      404   404      302
cases:record-add@none       GET            302     404        404    404      404    404      404   404      302
cases:record-delete         read           302     200        200    403      403    200      404   404      302
cases:record-delete         POST           302     302        302    403      403    302      404   404      302
cases:record-delete         OPTIONS        302     200        200    200      200    200      200   200      302
cases:record-delete         PUT,PATCH,DELETE 302     405        405    405      405    405      405   405      302
cases:record-delete@members GET            302     404        200    404      404    404      404   404      302
cases:record-delete@restricted GET            302     404        404    404      404    200      404   404      302
cases:record-delete@none    GET            302     404        404    404      404    404      404   404      302
cases:record-edit           read           302     200        200    403      403    200      404   404      302
cases:record-edit           POST           302     409        409    403      403    409      404   404      302
cases:record-edit           OPTIONS        302     200        200    200      200    200      200   200      302
cases:record-edit           PUT,PATCH,DELETE 302     405        405    405      405    405      405   405      302
cases:record-edit@members   GET            302     404        200    404      404    404      404   404      302
cases:record-edit@restricted GET            302     404        404    404      404    200      404   404      302
cases:record-edit@none      GET            302     404        404    404      404    404      404   404      302
cases:record-history        read               302   200   200   200   200   200   404   404   302
cases:record-history        OPTIONS            302   200   200   200   200   200   200   200   302
cases:record-history        write              302   405   405   405   405   405   405   405   302
cases:record-history@members GET                302   404   200   404   404   404   404   404   302
cases:record-history@restricted GET                302   404   404   404   404   200   404   404   302
cases:record-history@none   GET                302   404   404   404   404   404   404   404   302
cases:record-undo           read           302     405        405    405      405    405      405   405      302
cases:record-undo           POST           302     302        302    403      403    302      404   404      302
cases:record-undo           OPTIONS        302     200        200    200      200    200      200   200      302
cases:record-undo           PUT,PATCH,DELETE 302     405        405    405      405    405      405   405      302
cases:record-undo@members   POST           302     404        302    404      404    404      404   404      302
cases:record-undo@restricted POST           302     404        404    404      404    302      404   404      302
cases:record-undo@none      POST           302     404        404    404      404    404      404   404      302
cases:new                   read               302     200        200    403      403    200      403   403      302
cases:new                   OPTIONS            302     200        200    200      200    200      200   200      302
cases:new                   POST               302     422        422    403      403    422      403   403      302
cases:new                   PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
cases:person                read               302     200        200    200      200    200      404   404      302
cases:person                OPTIONS            302     200        200    200      200    200      200   200      302
cases:person                write              302     405        405    405      405    405      405   405      302
cases:person@drafted        GET                302     200        200    200      200    200      404   404      302
cases:person@members        GET                302     404        200    404      404    404      404   404      302
cases:person@none           GET                302     404        404    404      404    404      404   404      302
cases:person-edit           read               302     200        200    403      403    200      404   404      302
cases:person-edit           OPTIONS            302     200        200    200      200    200      200   200      302
cases:person-edit           POST               302     422        422    403      403    422      404   404      302
cases:person-citations      read               302     200        200    403      403    200      404   404      302
cases:person-citations      OPTIONS            302     200        200    200      200    200      200   200      302
cases:person-citations      POST               302     302        302    403      403    302      404   404      302
cases:person-citations      PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
cases:person-citations@members GET             302     404        200    404      404    404      404   404      302
cases:person-citations@members POST            302     404        302    404      404    404      404   404      302
cases:person-citations@none GET                302     404        404    404      404    404      404   404      302
cases:person-edit           PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
cases:person-edit@members   GET                302     404        200    404      404    404      404   404      302
cases:person-edit@members   POST               302     404        422    404      404    404      404   404      302
cases:person-edit@none      GET                302     404        404    404      404    404      404   404      302
cases:person-names          read               302     200        200    403      403    200      404   404      302
cases:person-names          OPTIONS            302     200        200    200      200    200      200   200      302
cases:person-names          POST               302     422        422    403      403    422      404   404      302
cases:person-names          PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
cases:person-names@members  GET                302     404        200    404      404    404      404   404      302
cases:person-names@members  POST               302     404        422    404      404    404      404   404      302
cases:person-names@none     GET                302     404        404    404      404    404      404   404      302
cases:person-affiliations          read               302     200        200    403      403    200      404   404      302
cases:person-affiliations          OPTIONS            302     200        200    200      200    200      200   200      302
cases:person-affiliations          POST               302     302        302    403      403    302      404   404      302
cases:person-affiliations          PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
cases:person-affiliations@members GET                302     404        200    404      404    404      404   404      302
cases:person-affiliations@members POST               302     404        302    404      404    404      404   404      302
cases:person-affiliations@none GET                302     404        404    404      404    404      404   404      302
cases:person-relationships          read               302     200        200    403      403    200      404   404      302
cases:person-relationships          OPTIONS            302     200        200    200      200    200      200   200      302
cases:person-relationships          POST               302     302        302    403      403    302      404   404      302
cases:person-relationships          PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
cases:person-relationships@members GET                302     404        200    404      404    404      404   404      302
cases:person-relationships@members POST               302     404        302    404      404    404      404   404      302
cases:person-relationships@none GET                302     404        404    404      404    404      404   404      302
cases:publish               read,PUT,PATCH,DELETE 302     405        405    405      405    405      405   405      302
cases:publish               OPTIONS            302     200        200    200      200    200      200   200      302
cases:publish               POST               302     403        403    403      403    422      404   404      302
cases:publish@members       POST               302     404        403    404      404    404      404   404      302
cases:publish@none          POST               302     404        404    404      404    404      404   404      302
cases:restricted            read               302     404        404    404      404    200      404   404      302
cases:restricted            OPTIONS            302     200        200    200      200    200      200   200      302
cases:restricted            write              302     405        405    405      405    405      405   405      302
cases:restricted@public     GET                302     404        404    404      404    200      404   404      302
cases:restricted@drafted    GET                302     404        404    404      404    200      404   404      302
cases:restricted@members    GET                302     404        200    404      404    404      404   404      302
cases:restricted@none       GET                302     404        404    404      404    404      404   404      302
cases:return                read,PUT,PATCH,DELETE 302     405        405    405      405    405      405   405      302
cases:return                OPTIONS            302     200        200    200      200    200      200   200      302
cases:return                POST               302     403        403    403      403    422      404   404      302
cases:return@members        POST               302     404        403    404      404    404      404   404      302
cases:return@none           POST               302     404        404    404      404    404      404   404      302
cases:review                read               302     403        403    403      403    200      403   403      302
cases:review                OPTIONS            302     200        200    200      200    200      200   200      302
cases:review                write              302     405        405    405      405    405      405   405      302
cases:review-case           read               302     403        403    403      403    200      404   404      302
cases:review-case           OPTIONS            302     200        200    200      200    200      200   200      302
cases:review-case           write              302     405        405    405      405    405      405   405      302
cases:review-case@drafted   GET                302     403        403    403      403    200      404   404      302
cases:review-case@members   GET                302     404        403    404      404    404      404   404      302
cases:review-case@none      GET                302     404        404    404      404    404      404   404      302
cases:send                  read,PUT,PATCH,DELETE 302     405        405    405      405    405      405   405      302
cases:send                  OPTIONS            302     200        200    200      200    200      200   200      302
cases:send                  POST               302     302        302    403      403    302      404   404      302
cases:send@members          POST               302     404        302    404      404    404      404   404      302
cases:send@none             POST               302     404        404    404      404    404      404   404      302
cases:version               read               302     200        200     200     200     200     404     404     302
cases:version               OPTIONS            302     200        200     200     200     200     200     200     302
cases:version               write              302     405        405     405     405     405     405     405     302
cases:version@public        GET                302     200        200     200     200     200     404     404     302
cases:version@drafted       GET                302     404        404     404     404     404     404     404     302
cases:version@members       GET                302     404        404     404     404     404     404     404     302
cases:version@none          GET                302     404        404     404     404     404     404     404     302
cases:versions              read               302     200        200     200     200     200     404     404     302
cases:versions              OPTIONS            302     200        200     200     200     200     200     200     302
cases:versions              write              302     405        405     405     405     405     405     405     302
cases:versions@public       GET                302     200        200     200     200     200     404     404     302
cases:versions@drafted      GET                302     200        200     200     200     200     404     404     302
cases:versions@members      GET                302     404        200     404     404     404     404     404     302
cases:versions@none         GET                302     404        404     404     404     404     404     404     302
cases:withdraw              read               302     403        403    403      403    200      404   404      302
cases:withdraw              PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
cases:withdraw              OPTIONS            302     200        200    200      200    200      200   200      302
cases:withdraw              POST               302     403        403    403      403    422      404   404      302
cases:withdraw@members      GET,POST           302     404        403    404      404    404      404   404      302
cases:withdraw@none         GET,POST           302     404        404    404      404    404      404   404      302
health-live                 read,OPTIONS,write 200     200        200    200      200    200      200   200      200
health-ready                read,OPTIONS       200     200        200    200      200    200      200   200      200
health-ready                write              405     405        405    405      405    405      405   405      405
home                        read,OPTIONS       200     200        200    200      200    200      200   200      200
home                        write              405     405        405    405      405    405      405   405      405
mfa_activate_totp           read,OPTIONS,POST,PUT 302     200        200    200      200    200      200   200      302
mfa_activate_totp           PATCH,DELETE       302     405        405    405      405    405      405   405      302
mfa_authenticate            read,OPTIONS,write 302     302        302    302      302    302      302   302      302
mfa_deactivate_totp         read,OPTIONS,write 302     404        404    404      404    404      404   404      302
mfa_generate_recovery_codes read,OPTIONS,POST,PUT 302     200        200    200      200    200      200   200      302
mfa_generate_recovery_codes PATCH,DELETE       302     405        405    405      405    405      405   405      302
mfa_reauthenticate          read,OPTIONS,write 302     403        403    403      403    403      403   403      302
mfa_view_recovery_codes     read               302     404        404    404      404    404      404   404      302
mfa_view_recovery_codes     OPTIONS            302     200        200    200      200    200      200   200      302
mfa_view_recovery_codes     write              302     405        405    405      405    405      405   405      302
reports:feed                read               200     200        200    200      200    200      200   200      200
reports:feed                OPTIONS,write      405     405        405    405      405    405      405   405      405
reports:feed@partners       GET                404     200        200    200      200    200      404   404      404
reports:feed@drafted        GET                404     404        404    404      404    404      404   404      404
reports:feed@none           GET                404     404        404    404      404    404      404   404      404
reports:desk                read               302     403        403    403      302    403      403   403      302
reports:desk                POST               302     405        405    405      405    405      405   405      302
reports:desk                PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:desk                OPTIONS            302     200        200    200      200    200      200   200      302
reports:desk@drafted        GET                302     404        404    404      200    403      404   404      302
reports:desk@none           GET                302     404        404    404      404    404      404   404      302
reports:entry-keep          read               302     403        403    403      302    403      403   403      302
reports:entry-keep          POST               302     403        403    403      409    403      403   403      302
reports:entry-keep          PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:entry-keep          OPTIONS            302     200        200    200      200    200      200   200      302
reports:entry-keep@drafted  GET                302     404        404    404      404    403      404   404      302
reports:entry-keep@none     GET,POST           302     404        404    404      404    404      404   404      302
reports:entry-place         read               302     405        405    405      405    405      405   405      302
reports:entry-place         POST               302     403        403    403      409    403      403   403      302
reports:entry-place         PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:entry-place         OPTIONS            302     200        200    200      200    200      200   200      302
reports:entry-place@none    POST               302     404        404    404      404    404      404   404      302
reports:epigraph            read               302     403        403    403      302    403      403   403      302
reports:epigraph            POST               302     403        403    403      409    403      403   403      302
reports:epigraph            PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:epigraph            OPTIONS            302     200        200    200      200    200      200   200      302
reports:epigraph@drafted    GET                302     404        404    404      200    403      404   404      302
reports:epigraph@none       GET,POST           302     404        404    404      404    404      404   404      302
reports:freeze              read               302     403        403    403      302    302      403   403      302
reports:freeze              POST               302     403        403    403      302    302      403   403      302
reports:freeze              PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:freeze              OPTIONS            302     200        200    200      200    200      200   200      302
reports:freeze@drafted      GET                302     404        404    404      200    200      404   404      302
reports:freeze@none         GET,POST           302     404        404    404      404    404      404   404      302
reports:import              read               302     403        403    403      200    403      404   404      302
reports:import              POST               302     403        403    403      422    403      404   404      302
reports:import              PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:import              OPTIONS            302     200        200    200      200    200      200   200      302
reports:import@none         GET,POST           302     404        404    404      404    404      404   404      302
reports:new                 read               302     403        403    403      200    403      403   403      302
reports:new                 POST               302     403        403    403      422    403      403   403      302
reports:new                 PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:new                 OPTIONS            302     200        200    200      200    200      200   200      302
reports:note-add            read               302     403        403    403      302    403      403   403      302
reports:note-add            POST               302     403        403    403      409    403      403   403      302
reports:note-add            PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:note-add            OPTIONS            302     200        200    200      200    200      200   200      302
reports:note-add@drafted    GET                302     404        404    404      200    403      404   404      302
reports:note-add@none       GET,POST           302     404        404    404      404    404      404   404      302
reports:note-delete         read               302     403        403    403      302    403      403   403      302
reports:note-delete         POST               302     403        403    403      409    403      403   403      302
reports:note-delete         PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:note-delete         OPTIONS            302     200        200    200      200    200      200   200      302
reports:note-delete@drafted GET                302     404        404    404      200    403      404   404      302
reports:note-delete@none    GET,POST           302     404        404    404      404    404      404   404      302
reports:note-passage-add    read               302     403        403    403      302    403      403   403      302
reports:note-passage-add    POST               302     403        403    403      409    403      403   403      302
reports:note-passage-add    PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:note-passage-add    OPTIONS            302     200        200    200      200    200      200   200      302
reports:note-passage-add@drafted GET                302     404        404    404      200    403      404   404      302
reports:note-passage-add@none GET,POST           302     404        404    404      404    404      404   404      302
reports:passage             read               302     403        403    403      302    403      403   403      302
reports:passage             POST               302     403        403    403      409    403      403   403      302
reports:passage             PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:passage             OPTIONS            302     200        200    200      200    200      200   200      302
reports:passage@drafted     GET                302     404        404    404      200    403      404   404      302
reports:passage@none        GET,POST           302     404        404    404      404    404      404   404      302
reports:passage-delete      read               302     403        403    403      302    403      403   403      302
reports:passage-delete      POST               302     403        403    403      409    403      403   403      302
reports:passage-delete      PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:passage-delete      OPTIONS            302     200        200    200      200    200      200   200      302
reports:passage-delete@drafted GET                302     404        404    404      404    403      404   404      302
reports:passage-delete@none GET,POST           302     404        404    404      404    404      404   404      302
reports:recompile           read               302     405        405    405      405    405      405   405      302
reports:recompile           POST               302     403        403    403      409    403      403   403      302
reports:recompile           PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:recompile           OPTIONS            302     200        200    200      200    200      200   200      302
reports:recompile@none      POST               302     404        404    404      404    404      404   404      302
reports:sections            read               302     403        403    403      302    403      403   403      302
reports:sections            POST               302     403        403    403      409    403      403   403      302
reports:sections            PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:sections            OPTIONS            302     200        200    200      200    200      200   200      302
reports:sections@drafted    GET                302     404        404    404      200    403      404   404      302
reports:sections@none       GET,POST           302     404        404    404      404    404      404   404      302
read-date                   read,PUT,PATCH,DELETE 302     405        405    405      405    405      405   405      302
read-date                   OPTIONS            302     200        200    200      200    200      200   200      302
read-date                   POST               302     200        200    200      200    200      200   200      302
reports:issue               read,OPTIONS       200     200        200    200      200    200      200   200      200
reports:issue               write              405     405        405    405      405    405      405   405      405
reports:issue@partners      GET                404     200        200    200      200    200      404   404      404
reports:issue@drafted       GET                404     404        404    404      200    200      404   404      404
reports:issue@none          GET                404     404        404    404      404    404      404   404      404
reports:issue-file          read,OPTIONS       200     200        200    200      200    200      200   200      200
reports:issue-file          write              405     405        405    405      405    405      405   405      405
reports:issue-file@partners GET                404     200        200    200      200    200      404   404      404
reports:issue-file@drafted  GET                404     404        404    404      200    200      404   404      404
reports:issue-file@none     GET                404     404        404    404      404    404      404   404      404
reports:issue-traced        read               404     200        200    200      200    200      404   404      404
reports:issue-traced        OPTIONS            200     200        200    200      200    200      200   200      200
reports:issue-traced        write              405     405        405    405      405    405      405   405      405
reports:issue-traced@drafted GET               404     404        404    404      200    200      404   404      404
reports:issue-traced@none   GET                404     404        404    404      404    404      404   404      404
reports:list                read,OPTIONS       200     200        200    200      200    200      200   200      200
reports:list                write              405     405        405    405      405    405      405   405      405
reports:send                read               302     403        403    403      200    403      403   403      302
reports:send                POST               302     403        403    403      302    403      403   403      302
reports:send                PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:send                OPTIONS            302     200        200    200      200    200      200   200      302
reports:send@partners       GET                302     403        403    403      200    403      404   404      302
reports:send@drafted        GET,POST           302     404        404    404      302    403      404   404      302
reports:send@none           GET,POST           302     404        404    404      404    404      404   404      302
reports:subscribe           read,OPTIONS       200     200        200    200      200    200      200   200      200
reports:subscribe           POST               422     422        422    422      422    422      422   422      422
reports:subscribe           PUT,PATCH,DELETE   405     405        405    405      405    405      405   405      405
reports:subscribe@partners  GET,POST           404     404        404    404      404    404      404   404      404
reports:subscribe@drafted   GET,POST           404     404        404    404      404    404      404   404      404
reports:subscribe@none      GET,POST           404     404        404    404      404    404      404   404      404
reports:subscribe-confirm   read,POST          410     410        410    410      410    410      410   410      410
reports:subscribe-confirm   OPTIONS            200     200        200    200      200    200      200   200      200
reports:subscribe-confirm   PUT,PATCH,DELETE   405     405        405    405      405    405      405   405      405
reports:unsubscribe         read,POST          410     410        410    410      410    410      410   410      410
reports:unsubscribe         OPTIONS            200     200        200    200      200    200      200   200      200
reports:unsubscribe         PUT,PATCH,DELETE   405     405        405    405      405    405      405   405      405
reports:unsubscribe@subscribed read,POST       200     200        200    200      200    200      200   200      200
reports:subscribers         read               302     403        403    403      200    403      404   404      302
reports:subscribers         POST               302     403        403    403      302    403      404   404      302
reports:subscribers         PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:subscribers         OPTIONS            302     200        200    200      200    200      200   200      302
reports:subscribers@none    GET,POST           302     404        404    404      404    404      404   404      302
reports:subscriber-add      read               302     403        403    403      200    403      404   404      302
reports:subscriber-add      POST               302     403        403    403      422    403      404   404      302
reports:subscriber-add      PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:subscriber-add      OPTIONS            302     200        200    200      200    200      200   200      302
reports:subscriber-add@none GET,POST           302     404        404    404      404    404      404   404      302
reports:subscriber-remove   read               302     403        403    403      404    403      404   404      302
reports:subscriber-remove   POST               302     403        403    403      404    403      404   404      302
reports:subscriber-remove   PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:subscriber-remove   OPTIONS            302     200        200    200      200    200      200   200      302
reports:subscriber-remove@subscribed GET       302     403        403    403      200    403      404   404      302
reports:subscriber-remove@subscribed POST      302     403        403    403      302    403      404   404      302
sign-in-link                read,POST          410     410        410    410      410    410      410   410      410
reports:series              read               302     403        403    403      200    200      404   404      302
reports:series              POST               302     403        403    403      409    409      404   404      302
reports:series              PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:series              OPTIONS            302     200        200    200      200    200      200   200      302
reports:series@none         GET,POST           302     404        404    404      404    404      404   404      302
reports:series-new          read               302     403        403    403      200    403      403   403      302
reports:series-new          POST               302     403        403    403      422    403      403   403      302
reports:series-new          PUT,PATCH,DELETE   302     405        405    405      405    405      405   405      302
reports:series-new          OPTIONS            302     200        200    200      200    200      200   200      302
unfinished-discard          read,PUT,PATCH,DELETE 302     405        405    405      405    405      405   405      302
unfinished-discard          OPTIONS            302     200        200    200      200    200      200   200      302
unfinished-discard          POST               302     404        404    404      404    404      404   404      302
unfinished-keep             read,PUT,PATCH,DELETE 405     405        405    405      405    405      405   405      405
unfinished-keep             OPTIONS            200     200        200    200      200    200      200   200      200
unfinished-keep             POST               403     403        403    403      403    403      403   403      403
sign-in-link                read               410     410        410    410      410    410      410   410      410
sign-in-link                OPTIONS            200     200        200    200      200    200      200   200      200
sign-in-link                PUT,PATCH,DELETE   405     405        405    405      405    405      405   405      405
sign-out                    read,PUT           405     405        405    405      405    405      405   405      405
sign-out                    PATCH,DELETE       405     405        405    405      405    405      405   405      405
sign-out                    OPTIONS            200     200        200    200      200    200      200   200      200
sign-out                    POST               302     302        302    302      302    302      302   302      302
"""


SAID = b'{"dated": "2023-09-26", "masthead": "Digest", "sections": [], "dateline": "September 26, 2023"}'
METHODS = {"read": ["GET", "HEAD"], "write": ["POST", "PUT", "PATCH", "DELETE"]}


def rows() -> list[tuple[str, str, str, int]]:
    """(address with what is asked for, method, reader, expected code) of every cell."""
    head, *lines = [line.split() for line in TABLE.strip().splitlines()]
    return [
        (address, method, reader, int(code))
        for address, methods, *codes in lines
        for word in methods.split(",")
        for method in METHODS.get(word, [word])
        for reader, code in zip(head[2:], codes, strict=True)
    ]


@pytest.fixture
def subjects(researcher, reviewer, publish_case, member) -> dict[str, dict[str, str]]:
    """The parts of an address for each thing that can be asked for; the empty name is the usual one."""
    partners = publish_case(audience=Audience.PARTNER, **naming("partners", "101.1"))
    everybody = publish_case(audience=Audience.PUBLIC, **naming("public", "202.2"))
    drafted = factories.make_case(by=researcher, **naming("drafted", "303.3"))
    closed = factories.make_case(by=researcher, access="members", **naming("members", "404.4"))
    CaseMember.objects.create(case=closed, user=member)
    refs = {"": partners, "public": everybody, "drafted": drafted, "members": closed}
    cases = {name: {"ref": case.ref, "number": "1", "person": case.person.ref} for name, case in refs.items()}
    for name, case in refs.items():
        cases[name] |= {"code": "detention", "pk": str(Detention.objects.get(case=case).pk)}
        link = CitationLink.objects.filter(case=case, content_type__model="detention").get()
        [charge] = case.charge_records.all()
        cases[name] |= {"slug": Detention.objects.get(case=case).facility.slug, "law": "CC"}
        cases[name] |= {"article": charge.articles.get().number, "source": link.citation.source.ref}
    note = factories.add(partners, HealthNote, by=researcher, visibility=Audience.RESTRICTED)
    cases["restricted"] = {"ref": partners.ref, "code": "healthnote", "pk": str(note.pk)}
    cases["none"] = {"ref": "NOSUCH", "number": "1", "person": "NOSUCH", "code": "detention", "pk": "0"}
    cases["none"] |= {"slug": "no-such", "law": "CC", "article": "999", "source": "NOSUCH"}
    cases["second"] = {"ref": partners.ref, "number": "2"}
    issues = {
        "": make_issue("digest", Audience.PUBLIC, frozen=True),
        "partners": make_issue("inside", Audience.PARTNER, frozen=True),
        "drafted": make_issue("coming", Audience.PUBLIC, frozen=False),
        "none": {"series": "no-such", "dated": "2023-09-26", "kind": "txt", "entry": "0", "passage": "0"},
    }
    nobodys = {"secret": "0" * 43, "key": "0" * 22, "account": "0", "change": "link", "subscriber": "0"}
    made = {name: {**cases.get(name, {}), **issues.get(name, {}), **nobodys} for name in {*cases, *issues}}
    reader = Subscriber.objects.create(series=Series.objects.get(slug="digest"), confirmed_at=timezone.now())
    made["subscribed"] = {"series": "digest", "secret": reader.key, "subscriber": str(reader.pk)}
    return made


def naming(slug: str, article: str) -> dict[str, list]:
    """What a case names at one place and under one article that no other case names."""
    detention = {"began": "2023-09-20", "known_on": date(2023, 9, 26), "facility": factories.make_facility(slug, slug)}
    return {"detentions": [detention], "charges": [{"articles": [article]}]}


def make_issue(slug: str, audience: Audience, *, frozen: bool) -> dict[str, str]:
    series = Series.objects.create(slug=slug, name=slug, masthead=slug, audience=audience)
    state = {"state": IssueState.FROZEN, "frozen_at": timezone.now()} if frozen else {"state": IssueState.DRAFT}
    issue = Issue.objects.create(series=series, dated=date(2023, 9, 26), window_to=date(2023, 9, 26), **state)
    for kind in FormKind if frozen else []:
        IssueForm.objects.create(issue=issue, kind=kind, content=SAID, sha256="0" * 64)
    section = Section.objects.create(issue=issue, heading="Notes", position=0)
    entry = Entry.objects.create(section=section, kind=EntryKind.NOTE, position=0)
    passage = Passage.objects.create(entry=entry, position=0, text="It rained.", voice=Voice.EDITOR)
    parts = {"series": slug, "dated": "2023-09-26", "kind": "txt"}
    return {**parts, "entry": str(entry.pk), "passage": str(passage.pk)}


@pytest.fixture
def member(db) -> User:
    return User.objects.create_user("member", role=Role.RESEARCHER)


@pytest.fixture
def readers(
    researcher, member, advocate, editor, reviewer, admin, outsider, partner, settings, signed_in
) -> dict[str, Client]:
    settings.API_RATE = 1_000_000
    people = [researcher, member, advocate, editor, reviewer, admin, outsider]
    return {"visitor": Client(), "partner": partner, **{user.username: signed_in(user) for user in people}}


def path_of(address: str, subjects: dict[str, dict[str, str]]) -> str:
    name, _, subject = address.partition("@")
    (door,) = [door for door in doors() if door.name == name]
    (path,) = door.paths({param: [subjects[subject][param]] for param in door.params})
    return path


def test_every_address_is_in_the_table():
    listed = {address.partition("@")[0] for address, _, _, _ in rows()}
    assert sorted(door.name for door in doors() if door.name not in listed) == []
    assert sorted(listed - {door.name for door in doors()}) == []


def test_every_method_of_every_address_is_in_the_table():
    listed = {(address, method) for address, method, _, _ in rows()}
    wanted = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
    addresses = {address for address, _ in listed if "@" not in address}
    assert sorted((a, m) for a in addresses for m in wanted if (a, m) not in listed) == []


def test_every_reader_gets_the_answer_in_the_table(readers, subjects):
    differing = []
    for address, method, reader, code in rows():
        # What one asks must not change what the next one gets.
        with transaction.atomic():
            answer = readers[reader].generic(method, path_of(address, subjects))
            bytes_of(answer)
            transaction.set_rollback(True)
        if answer.status_code != code:
            differing.append(f"{method} {address} by {reader}: {answer.status_code}, not {code}")
    assert differing == []


def test_anonymous_reader_of_a_page_is_sent_to_sign_in_and_back(visitor, subjects):
    answer = visitor.get("/cases/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/cases/")


def test_link_signs_in_once_and_a_second_use_is_gone(advocate):
    path = SignInLink.objects.issue(advocate)
    chosen = {"new_password1": "four invented words here", "new_password2": "four invented words here"}
    first, second = Client().post(path, chosen), Client().post(path, chosen)
    assert (first.status_code, first["Location"], second.status_code) == (302, "/", 410)


def test_closed_account_is_nobody(researcher, signed_in, subjects):
    client = signed_in(researcher)
    User.objects.filter(pk=researcher.pk).update(is_active=False)
    assert client.get("/cases/").status_code == 302


def test_partner_account_signed_in_reads_no_case_by_session(signed_in, outsider, subjects):
    page = signed_in(outsider).get("/cases/")
    assert page.status_code == 200
    assert all(parts["ref"] not in page.content.decode() for parts in subjects.values() if "ref" in parts)


def test_page_of_a_case_is_for_those_who_may_read_cases(researcher, advocate, admin, outsider, signed_in):
    case = factories.make_case(by=researcher)
    codes = [signed_in(user).get(f"/cases/{case.ref}/").status_code for user in (advocate, admin, outsider)]
    assert codes == [200, 404, 404]


def test_case_of_named_members_is_for_them_alone(researcher, reviewer, member, signed_in):
    case = factories.make_case(by=researcher, access="members")
    CaseMember.objects.create(case=case, user=member)
    for user, code, listed in ((member, 200, True), (researcher, 404, False), (reviewer, 404, False)):
        client = signed_in(user)
        assert client.get(f"/cases/{case.ref}/").status_code == code
        assert client.get(f"/cases/{case.ref}/restricted/").status_code == code
        assert (case.ref in client.get("/cases/").content.decode()) == listed
