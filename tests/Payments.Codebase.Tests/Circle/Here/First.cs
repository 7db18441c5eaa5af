namespace Payments.Codebase.Tests.Circle.Here;

/// <summary>One half of a circle.</summary>
internal sealed record First(There.Deep.Second? Next);
