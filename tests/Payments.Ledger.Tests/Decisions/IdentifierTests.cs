using Payments.Ledger.Decisions;
using Payments.Ledger.Identifiers;
using Payments.Ledger.Records;

namespace Payments.Ledger.Tests.Decisions;

public sealed class IdentifierTests
{
    private static readonly string Resource = Given.Id<Refund>(1).ToString();

    [Fact]
    public void The_first_identifier_creates_the_record_and_removing_the_last_deletes_it()
    {
        var (set, type) = Attached(null, new Identifier("a", "1", false));
        Assert.Equal(ChangeType.Insert, type);
        var gone = IdentifierDecisions.Detach(Given.Order(500), set, "1", Given.Start)!.Entries.Single();
        Assert.Equal((ChangeType.Delete, set), (gone.Type, gone.Record));
        Assert.Null(IdentifierDecisions.Detach(Given.Order(500), set, "2", Given.Start));
        Assert.Null(IdentifierDecisions.Detach(Given.Order(500), null, "1", Given.Start));
    }

    [Fact]
    public void Attaching_again_changes_nothing_and_a_new_name_keeps_the_position()
    {
        var (set, _) = Attached(Attached(null, new Identifier("a", "1", false)).Set, new Identifier("b", "2", true));
        var again = IdentifierDecisions.Attach(
            Given.Order(500), Resource, set, new Identifier("b", "2", true), Given.Start);
        Assert.IsType<Decision<IdentifierSet>.Unchanged>(again);

        var (renamed, type) = Attached(set, new Identifier("c", "1", false));

        Assert.Equal(ChangeType.Update, type);
        Assert.Equal(
            [new Identifier("c", "1", false), new Identifier("b", "2", true)], renamed.Identifiers.AsEnumerable());
        var less = IdentifierDecisions.Detach(Given.Order(500), renamed, "1", Given.Start)!.Entries.Single();
        Assert.Equal(ChangeType.Update, less.Type);
        Assert.Equal("2", Assert.Single(Assert.IsType<IdentifierSet>(less.Record).Identifiers).Value);
    }

    [Fact]
    public void Per_name_at_most_one_identifier_is_primary_and_each_value_occurs_once() =>
        Prop.ForAll<byte[]>(steps =>
        {
            IdentifierSet? set = null;
            foreach (var step in steps)
            {
                var identifier = new Identifier($"n{step % 3}", $"v{step / 3 % 5}", step > 127);
                var decision = IdentifierDecisions.Attach(Given.Order(500), Resource, set, identifier, Given.Start);
                set = (decision as Decision<IdentifierSet>.Accepted)?.Result ?? set!;
                Assert.Equal(identifier, set.Find(identifier.Value));
                Assert.Equal(set.Identifiers.Length, set.Identifiers.DistinctBy(found => found.Value).Count());
                var primaries = set.Identifiers.Where(found => found.Primary).ToList();
                Assert.Equal(primaries.Count, primaries.DistinctBy(found => found.Name).Count());
            }
        }).QuickCheckThrowOnFailure();

    private static (IdentifierSet Set, ChangeType Type) Attached(IdentifierSet? set, Identifier identifier)
    {
        var head = Given.Order(500);
        var decision = IdentifierDecisions.Attach(head, Resource, set, identifier, Given.Start);
        var accepted = Assert.IsType<Decision<IdentifierSet>.Accepted>(decision);
        Assert.Equal(head with { Sequence = 1 }, accepted.Changes.Head);
        return (accepted.Result, accepted.Changes.Entries.Single().Type);
    }
}
