using FsCheck;
using FsCheck.Fluent;
using Payments.Tables.Storage;
using Payments.Testing.Samples;

namespace Payments.Tables.Tests;

public sealed class StorageKeyTests
{
    [Fact]
    public void Nothing_that_a_key_may_not_have_is_left() =>
        Assert.All(Sample.DifficultTexts, text => Assert.DoesNotContain(
            StorageKey.Escape(text), character => char.IsControl(character) || @"/\#?".Contains(character)));

    [Fact]
    public void No_two_texts_become_one_key() => Prop.ForAll<string, string>((left, right) =>
        (left ?? "") == (right ?? "") || StorageKey.Escape(left ?? "") != StorageKey.Escape(right ?? ""))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void An_escaped_text_and_the_text_of_its_escape_are_two_keys() =>
        Assert.NotEqual(StorageKey.Escape("a/b"), StorageKey.Escape("a!002fb"));

    [Fact]
    public void A_plain_name_stays_as_it_is() => Assert.Equal("acme-2.eu|x", StorageKey.Escape("acme-2.eu|x"));
}
