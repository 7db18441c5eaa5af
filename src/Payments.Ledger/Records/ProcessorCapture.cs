namespace Payments.Ledger.Records;

/// <summary>What a refund of a capture names to the processor.</summary>
/// <param name="Processor">The processor that took it; null in rows that predate names.</param>
/// <param name="Reference">Its reference there.</param>
public sealed record ProcessorCapture(ProcessorName? Processor, string Reference);
