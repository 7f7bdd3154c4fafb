// What other modules may read of alarms; the table stays private to the log.
export { alarmById, alarmsNewest, openAlarmCount } from './storeAlarm.ts'
