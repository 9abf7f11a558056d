// Package hall holds the words of a business hall (营业厅) and the rules that need nothing but those words.
//
// It does no input or output and imports the standard library only; every other room of the house speaks its words.
//
// # Glossary
//
//	Outlet 营业网点        one hall, with its zone, its rules and its daily rhythm
//	Terminal 终端          a machine of ours: kiosk 取号机, counter 柜台机, display 大屏, media 查询机, admin 管理端
//	ServiceGroup 业务分类   a queue class: prefix, hours, quota (A, H, Q, K)
//	ServiceType 业务类型    an item a visitor comes for (B01…B31); it belongs to one group
//	Ticket 排队号          one visit's place in the queue; TicketNo 号码 is what is called, Slip 小票 what is printed
//	Counter 柜台           "window 3" on screens; served by one Teller 营业员 at a time
//	Issue 取号, Call 叫号, Recall 重呼, NoShow 过号 (state missed), Requeue 过号重排, Transfer 转移,
//	Hold/Resume 挂起/恢复 (ticket), Pause/Reopen 暂停/恢复服务 (counter), Start/Finish/Cancel 开始办理/办结/作废
//	Evaluation 评价        five levels or "not rated", once, for a finished ticket
//	BusinessDay 营业日      the outlet's zone and day start decide it, never a terminal's clock
//	Event 事件             the one record of what happened: feed, outbox, audit trail and raw material of reports
//
// What may happen to a ticket is the table in state.go. Who is next is package hall/queue. Sentences for people are in
// hall/lang.
package hall
