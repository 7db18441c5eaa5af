using Payments.Handlers.Identifiers;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

public sealed class Identifiers
{
    private static readonly Identifier Number = new("warehouse", "4711", Primary: false);
    private readonly Shop _shop = new();

    [Fact]
    public async Task An_identifier_attached_again_while_moving_to_another_capture_names_only_that_one()
    {
        var captures = await _shop.CapturedAsync(60, 40);
        var (ours, others) = (_shop.Another(), _shop.Another());
        await AttachAsync(ours, captures[0]);
        _shop.Clock.Advance(AcceptanceLimits.KeyHandover);
        _shop.Wire.Clear();
        _shop.Wire.After = async (call, number) =>
        {
            if ((call, number) != (Calls.LedgerRead, 1)) return;
            await others.Get<ResourceIdentifiers>().DetachAsync<Capture>(
                Shop.Organization, captures[0].Id.ToString(), Number.Value, default);
            await AttachAsync(others, captures[1]);
        };

        var again = await AttachAsync(ours, captures[0]);

        Assert.Equal(RejectionReason.IdTaken, again!.Reason());
        var set = Assert.Single(await _shop.StoredAsync<IdentifierSet>());
        Assert.Equal(captures[1].Id.ToString(), set.Resource);
    }

    [Fact]
    public async Task An_identifier_rejected_by_a_full_resource_is_free_for_another_at_once()
    {
        var captures = await _shop.CapturedAsync(60, 40);
        var process = _shop.Another();
        for (var number = 0; number < IdentifierSet.MaxIdentifiers; number++)
            await AttachAsync(process, captures[0], $"{number}");

        var rejected = await AttachAsync(process, captures[0]);
        var other = await AttachAsync(process, captures[1]);

        Assert.Equal(RejectionReason.LimitReached, rejected!.Reason());
        Assert.IsType<Answer<Identified<Capture>>.Accepted>(other);
        Assert.Equal(captures[1].Id, await ResolveAsync(process));
    }

    /// <summary>The last free place goes to another identifier after the first was reserved.</summary>
    [Fact]
    public async Task So_is_one_whose_resource_was_full_by_the_time_of_its_commit()
    {
        var captures = await _shop.CapturedAsync(60, 40);
        var (ours, others) = (_shop.Another(), _shop.Another());
        for (var number = 1; number < IdentifierSet.MaxIdentifiers; number++)
            await AttachAsync(ours, captures[0], $"{number}");
        _shop.Wire.Clear();
        _shop.Wire.After = async (call, number) =>
        {
            if ((call, number) == (Calls.LedgerRead, 1)) await AttachAsync(others, captures[0], "last");
        };

        var rejected = await AttachAsync(ours, captures[0]);
        _shop.Wire.After = (_, _) => Task.CompletedTask;
        var other = await AttachAsync(others, captures[1]);

        Assert.Equal(RejectionReason.LimitReached, rejected!.Reason());
        Assert.IsType<Answer<Identified<Capture>>.Accepted>(other);
        Assert.Equal(captures[1].Id, await ResolveAsync(ours));
    }

    /// <summary>
    /// Two requests for one resource. The first is rejected because there is no place, which is then freed; the second
    /// has reserved the identifier again, and is about to commit, when the first releases its reservation.
    /// </summary>
    [Fact]
    public async Task A_rejected_request_releases_no_reservation_of_another()
    {
        var captures = await _shop.CapturedAsync(60, 40);
        var (first, second, others) = (_shop.Another(), _shop.Another(), _shop.Another());
        for (var number = 1; number < IdentifierSet.MaxIdentifiers; number++)
            await AttachAsync(first, captures[0], $"{number}");
        var (reached, commit) = (new TaskCompletionSource(), new TaskCompletionSource());
        var committing = Task.FromResult<Answer<Identified<Capture>>?>(null);
        _shop.Wire.Clear();
        _shop.Wire.After = async (call, number) =>
        {
            if ((call, number) == (Calls.LedgerRead, 1)) await AttachAsync(others, captures[0], "last");
        };
        _shop.Wire.Before = async (call, number) =>
        {
            switch (call, number)
            {
                case (Calls.KeyRead, 3):
                    await others.Get<ResourceIdentifiers>().DetachAsync<Capture>(
                        Shop.Organization, captures[0].Id.ToString(), "last", default);
                    committing = AttachAsync(second, captures[0]);
                    await reached.Task;
                    break;
                case (Calls.Commit, 3):
                    reached.SetResult();
                    await commit.Task;
                    break;
            }
        };

        var rejected = await AttachAsync(first, captures[0]);
        var other = await AttachAsync(others, captures[1]);
        commit.SetResult();
        var attached = await committing;

        Assert.Equal(RejectionReason.LimitReached, rejected!.Reason());
        Assert.Equal(RejectionReason.KeyInProgress, other!.Reason());
        Assert.IsType<Answer<Identified<Capture>>.Accepted>(attached);
        Assert.Equal(captures[0].Id, await ResolveAsync(others));
    }

    /// <summary>
    /// The other way round: the second took the place of the first's reservation, and is rejected while the first is
    /// about to commit; a place is freed, and the first commits at its second attempt.
    /// </summary>
    [Fact]
    public async Task Nor_one_that_it_took_over_from_another_of_the_same_resource()
    {
        var captures = await _shop.CapturedAsync(60, 40);
        var (first, second, others) = (_shop.Another(), _shop.Another(), _shop.Another());
        for (var number = 1; number < IdentifierSet.MaxIdentifiers; number++)
            await AttachAsync(first, captures[0], $"{number}");
        var (reached, commit) = (new TaskCompletionSource(), new TaskCompletionSource());
        _shop.Wire.Clear();
        _shop.Wire.After = async (call, number) =>
        {
            if ((call, number) == (Calls.LedgerRead, 3)) await AttachAsync(others, captures[0], "last");
        };
        _shop.Wire.Before = async (call, number) =>
        {
            if ((call, number) != (Calls.Commit, 1)) return;
            reached.SetResult();
            await commit.Task;
        };

        var committing = AttachAsync(first, captures[0]);
        await reached.Task;
        var rejected = await AttachAsync(second, captures[0]);
        await others.Get<ResourceIdentifiers>().DetachAsync<Capture>(
            Shop.Organization, captures[0].Id.ToString(), "last", default);
        var other = await AttachAsync(others, captures[1]);
        commit.SetResult();

        Assert.Equal(RejectionReason.LimitReached, rejected!.Reason());
        Assert.Equal(RejectionReason.KeyInProgress, other!.Reason());
        Assert.IsType<Answer<Identified<Capture>>.Accepted>(await committing);
        Assert.Equal(captures[0].Id, await ResolveAsync(others));
    }

    [Fact]
    public async Task Of_many_at_once_whose_resources_are_nearly_full_one_at_most_has_it()
    {
        var captures = await _shop.CapturedAsync(30, 30, 40);
        foreach (var capture in captures)
        {
            for (var number = 1; number < IdentifierSet.MaxIdentifiers; number++)
                await AttachAsync(_shop.Another(), capture, $"{capture.Id}-{number}");
        }

        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(captures.SelectMany(capture => new[] { Number.Value, $"{capture.Id}-{round}" }
                .Select(value => Task.Run(() => AttachAsync(_shop.Another(), capture, value)))));
            var sets = await _shop.StoredAsync<IdentifierSet>();
            Assert.InRange(sets.Count(set => set.Find(Number.Value) is not null), 0, 1);
            Assert.All(sets, set => Assert.InRange(set.Identifiers.Length, 0, IdentifierSet.MaxIdentifiers));
        }
    }

    private static Task<Answer<Identified<Capture>>?> AttachAsync(Process process, Capture capture, string value) =>
        process.Get<ResourceIdentifiers>().AttachAsync<Capture>(
            Shop.Organization, capture.Id.ToString(), Number with { Value = value }, default);

    private static Task<Id<Capture>?> ResolveAsync(Process process) =>
        process.Get<ResourceIdentifiers>().ResolveAsync<Capture>(Shop.Organization, Number.Value, default);

    private static Task<Answer<Identified<Capture>>?> AttachAsync(Process process, Capture capture) =>
        process.Get<ResourceIdentifiers>().AttachAsync<Capture>(
            Shop.Organization, capture.Id.ToString(), Number, default);
}
