import { conformance } from '../conformance.ts'
import { alipayHarness } from './simulator-bench.ts'

conformance('Alipay with keys', () => alipayHarness('key'))
conformance('Alipay with certificates', () => alipayHarness('certificate'))
